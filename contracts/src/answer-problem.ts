import { closed, compile } from './compile.js';
import { pathOf, readDocument } from './files.js';
import { resolved } from './resolved.js';
import type { JsonSchema } from './schemas.js';

/** An answer of the API, with the request that it answers. */
export interface SeenAnswer {
  method: string;
  /** With or without a query. */
  path: string;
  status: number;
  /** The value of a header field. */
  header: (name: string) => string | null | undefined;
  /** The body as text. */
  text: string;
}

interface Response {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema: JsonSchema }>;
}

interface Described {
  name: string;
  /** Whether a path is one of this operation. */
  matches: RegExp;
  responses: Record<string, (answer: SeenAnswer) => string | undefined>;
}

let all: { operations: Described[]; refusal: (answer: SeenAnswer) => string | undefined } | undefined;

/**
 * Holds an answer against `openapi.yaml`.
 * @returns what is wrong with it, with the operation and the status, or undefined. Paths outside the API are not looked at.
 */
export function answerProblem(answer: SeenAnswer): string | undefined {
  const path = answer.path.split('?', 1)[0] ?? '';
  if (!path.startsWith('/api/')) return undefined;
  all ??= read();
  const method = answer.method === 'HEAD' ? 'GET' : answer.method;
  const operation = all.operations.find(
    ({ name, matches }) => name.startsWith(`${method} `) && matches.test(path),
  );
  const name = operation?.name ?? `${method} ${path}, which is not in openapi.yaml,`;
  // what is not described must be refused
  const check =
    operation?.responses[answer.status] ?? (!operation && answer.status >= 400 ? all.refusal : undefined);
  const problem = check ? check(answer) : 'openapi.yaml has no such status';
  return (
    problem && `${name} was answered with ${answer.status}: ${problem} (${answer.method} ${answer.path})`
  );
}

function read() {
  const { paths, components } = resolved(readDocument(pathOf('openapi.yaml'))) as {
    paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
    components: { responses: Record<string, Response> };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]): Described => ({
      name: `${method.toUpperCase()} ${path}`,
      matches: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i'),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, response]) => [status, checkOf(response)]),
      ),
    })),
  );
  // `/api/orders/pass-keys` is no order
  operations.sort((a, b) => Number(a.name.includes('{')) - Number(b.name.includes('{')));
  return { operations, refusal: checkOf(components.responses.BadRequest!) };
}

function checkOf({ headers = {}, content }: Response): Described['responses'][string] {
  const required = Object.keys(headers).filter((name) => headers[name]?.required);
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  const bodyProblem = media && compile(closed(media.schema));
  return ({ method, header, text }) => {
    const missing = required.filter((name) => !header(name));
    if (missing.length > 0) return `the header ${missing.join(', ')} is missing`;
    if (method === 'HEAD') return undefined;
    if (!bodyProblem) return text === '' ? undefined : 'it has a body, and should have none';
    const sent = header('content-type')?.split(';', 1)[0];
    if (sent !== type) return `its type is ${sent ?? 'missing'}, not ${type}`;
    try {
      return bodyProblem(JSON.parse(text));
    } catch (error) {
      return `its body is not JSON (${(error as Error).message})`;
    }
  };
}
