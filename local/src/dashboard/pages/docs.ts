import { type DocumentName, pathOf, readDocument } from '@ticketing/contracts/files';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { html, type Html } from '../web/html.js';

interface Described {
  summary?: string;
  description?: string;
}
/** The parts of an OpenAPI document that are shown. Whatever is inside an operation is shown as it is. */
export interface OpenApi {
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components: { schemas: Readonly<Record<string, object>> };
}
/** The parts of an AsyncAPI document that are shown. */
export interface AsyncApi {
  channels: Readonly<Record<string, Described & { address: string }>>;
  components: { messages: Readonly<Record<string, object>>; schemas?: Readonly<Record<string, object>> };
}

const NAMES: readonly DocumentName[] = ['openapi.yaml', 'asyncapi.yaml'];

export function docsPage(api: OpenApi, events: AsyncApi): Html {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  return html`<p>
      The contracts of the system, as the code checks them: <a href="/docs/openapi.yaml">openapi.yaml</a> for
      the API, and <a href="/docs/asyncapi.yaml">asyncapi.yaml</a> for the events.
    </p>
    <h2>The API</h2>
    ${operations.map(({ name, operation }) => item(name, operation.summary, operation))}
    <h2>The events</h2>
    ${Object.entries(events.channels).map(([key, { address, description }]) =>
      item(address, description, events.components.messages[key] ?? {}),
    )}
    <h2>Shapes of the API</h2>
    ${shapes(api.components.schemas)}
    <h2>Shapes of the events</h2>
    ${shapes(events.components.schemas ?? {})}`;
}

const shapes = (all: Readonly<Record<string, object>>) =>
  Object.entries(all).map(([name, shape]) => item(name, undefined, shape));

function item(name: string, summary: string | undefined, content: object): Html {
  return html`<details class="contract">
    <summary><strong>${name}</strong> ${summary}</summary>
    <pre tabindex="0" aria-label="${name}">${JSON.stringify(content, undefined, 2)}</pre>
  </details>`;
}

/** The contracts: each operation of the API, and each event. */
export function docs({ show }: Context): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    const [api, events] = NAMES.map((name) => readDocument(pathOf(name)) as unknown);
    const body = docsPage(api as OpenApi, events as AsyncApi);
    show(response, { path: '/docs', title: 'Contracts', body });
  });
  router.get('/:name', (request: Request, response: Response, next: NextFunction) => {
    const name = NAMES.find((each) => each === request.params.name);
    if (name === undefined) return next();
    response.type('text/plain; charset=utf-8').sendFile(pathOf(name));
  });
  return router;
}
