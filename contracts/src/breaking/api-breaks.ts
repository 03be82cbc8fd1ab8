import { resolved } from '../resolved.js';
import type { JsonSchema } from '../schemas.js';
import { schemaBreaks } from './schema-breaks.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: JsonSchema;
}

type Content = Record<string, { schema: JsonSchema }>;

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { headers?: Record<string, { required?: boolean }>; content?: Content }>;
  security?: object[];
}

/** What a change of `openapi.yaml` breaks for the clients of the API. */
export function apiBreaks(before: object, now: object): string[] {
  const [was, is] = [operationsOf(before), operationsOf(now)];
  return [...was].flatMap(([name, operation]) => {
    const other = is.get(name);
    return other ? operationBreaks(name, operation, other) : [`${name} is gone`];
  });
}

function operationsOf(document: object): Map<string, Operation> {
  const { paths } = resolved(document) as { paths: Record<string, Record<string, Operation>> };
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation]),
    ),
  );
}

function operationBreaks(name: string, before: Operation, now: Operation): string[] {
  const breaks = requestBreaks(name, before, now);
  const needed = (security: object[] = []) => security.length > 0 && !security.some((way) => isEmpty(way));
  if (!needed(before.security) && needed(now.security)) breaks.push(`${name} needs a session now`);
  for (const [status, response] of Object.entries(before.responses)) {
    const at = `${name} ${status}`;
    const other = now.responses[status];
    if (!other) {
      // a client that no longer meets a refusal loses nothing
      if (Number(status) < 400) breaks.push(`${at} is gone`);
      continue;
    }
    for (const [header, { required }] of Object.entries(response.headers ?? {})) {
      const there = other.headers?.[header];
      if (!there || (required && !there.required)) breaks.push(`${at} may be without the header ${header}`);
    }
    breaks.push(...contentBreaks(at, response.content, other.content, 'reader'));
  }
  for (const status of Object.keys(now.responses)) {
    if (Number(status) < 400 && !before.responses[status]) breaks.push(`${name} can succeed with ${status}`);
  }
  return breaks;
}

function requestBreaks(name: string, before: Operation, now: Operation): string[] {
  const key = (parameter: Parameter) => `${name} ${parameter.in} ${parameter.name}`;
  const is = new Map((now.parameters ?? []).map((parameter) => [key(parameter), parameter]));
  const was = new Map((before.parameters ?? []).map((parameter) => [key(parameter), parameter]));
  const breaks = [...was].flatMap(([at, { schema }]) =>
    is.has(at) ? schemaBreaks(schema, is.get(at)!.schema, 'sender', at) : [`${at} is gone`],
  );
  for (const [at, { required }] of is) {
    if (required && !was.get(at)?.required) breaks.push(`${at} must be sent now`);
  }
  if (!before.requestBody && now.requestBody) breaks.push(`${name} needs a body now`);
  return [...breaks, ...contentBreaks(name, before.requestBody?.content, now.requestBody?.content, 'sender')];
}

function contentBreaks(
  at: string,
  before: Content = {},
  now: Content = {},
  side: 'sender' | 'reader',
): string[] {
  return Object.entries(before).flatMap(([type, { schema }]) =>
    now[type] ? schemaBreaks(schema, now[type].schema, side, at) : [`${at} is no longer ${type}`],
  );
}

const isEmpty = (value: object) => Object.keys(value).length === 0;
