import {
  type AnswerDescription,
  errorBody,
  type HeaderName,
  type Operation,
  operations,
} from '@ticketing/common/api';
import { apis } from '@ticketing/system';
import type { z } from 'zod';
import { GENERAL, generalAnswers } from './general-answers.js';
import { type JsonSchema, namedSchemas, schemaOf } from './schemas.js';
import { API_VERSION } from './version.js';

const HEADERS: Record<HeaderName, string> = {
  'cache-control': 'For how long the answer may be kept.',
  etag: 'Stands for the title and the price of the ticket.',
  link: '`<…>; rel="next"`: the next page.',
  'retry-after': 'Seconds until another attempt makes sense.',
  'set-cookie': 'The session, or its end.',
};

/** The API as an OpenAPI document, made from the shapes that the code uses. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, operation] of allOperations()) {
    const [method = '', route = ''] = name.split(' ');
    const path = route.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[method.toLowerCase()] = describe(name, route, operation);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ticketing',
      version: API_VERSION,
      description:
        'People sell and buy tickets. All bodies are JSON in UTF-8. Every error is `{errors: [{message, field?, code?}]}`. ' +
        'Clients ignore fields that they do not know.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The origin of the site.' }],
    tags: apis.map(({ name, path }) => ({ name, description: `Answers below \`${path}\`.` })),
    paths,
    components: {
      schemas: namedSchemas(),
      responses: Object.fromEntries(
        Object.entries(GENERAL).map(([name, { status, ...answer }]) => [name, response(status, answer)]),
      ),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-session',
          description:
            'A signed session, made by sign-up and sign-in. Programs keep all cookies as they are. Without TLS, as on one ' +
            'machine, the name has no prefix and may have a suffix.',
        },
      },
    },
  };
}

/** Every operation with its name. */
export const allOperations = (): [string, Operation][] => Object.entries(operations);

function describe(name: string, route: string, operation: Operation) {
  const { summary, description, session, body } = operation;
  const service = apis.find(({ path }) => route === path || route.startsWith(`${path}/`));
  if (!service) throw new Error(`no service has the route of ${name}`);
  const parameters = [
    ...[...route.matchAll(/:(\w+)/g)].map(([, param]) => ({
      name: param,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...parametersOf('query', operation.query),
    ...parametersOf('header', operation.headers),
  ];
  return {
    operationId: operationIdOf(name),
    tags: [service.name],
    summary,
    ...(description !== undefined && { description }),
    security: session === 'required' ? [{ session: [] }] : session ? [{ session: [] }, {}] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } },
    }),
    responses: {
      ...generalAnswers(name, operation),
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [status, response(status, answer)]),
      ),
    },
  };
}

/** `GET /api/orders/:id/pass` is `get_orders_id_pass`. */
function operationIdOf(name: string): string {
  return name
    .replace(' /api', '')
    .replace(/\W+/g, '_')
    .replace(/^\w+?_/, (method) => method.toLowerCase());
}

function parametersOf(place: 'query' | 'header', shape: z.ZodObject | undefined) {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemaOf(shape) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    ...(required.includes(name) && { required: true }),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function response(status: string, answer: AnswerDescription) {
  const { description, type = 'application/json', headers = [], maybeHeaders = [] } = answer;
  const body = answer.body ?? (Number(status) >= 400 ? errorBody : undefined);
  const named = [...headers, ...maybeHeaders].map((name) => [
    name,
    {
      description: HEADERS[name],
      ...(headers.includes(name) && { required: true }),
      schema: { type: 'string' },
    },
  ]);
  return {
    description,
    ...(named.length > 0 && { headers: Object.fromEntries(named) as object }),
    ...(body && { content: { [type]: { schema: schemaOf(body) } } }),
  };
}
