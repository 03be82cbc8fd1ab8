import { dirname } from 'node:path';
import { type DocumentName, pathOf, readDocument } from '@ticketing/contracts/files';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Context } from '../context.js';
import { html, type Html } from '../web/html.js';
import { type Shape, type Shapes, shapeTable } from '../web/shape-table.js';

/** The parts of an OpenAPI document that are shown. Swagger UI shows the rest. */
export interface OpenApi {
  paths: Readonly<Record<string, Readonly<Record<string, { summary?: string }>>>>;
}
/** The parts of an AsyncAPI document that are shown. */
export interface AsyncApi {
  channels: Readonly<Record<string, { address: string; description?: string }>>;
  components: { messages: Readonly<Record<string, { payload: Shape }>>; schemas: Shapes };
}

const NAMES: readonly DocumentName[] = ['openapi.yaml', 'asyncapi.yaml'];
const SWAGGER = '/docs/api';
const SWAGGER_FOLDER = dirname(require.resolve('swagger-ui-dist/swagger-ui.css'));
const SWAGGER_FILES: readonly string[] = ['swagger-ui-bundle.js', 'swagger-ui.css'];
/** Swagger UI styles itself by its script. It loads nothing from elsewhere, and sends nothing. */
const SWAGGER_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

export function docsPage(api: OpenApi, events: AsyncApi): Html {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      summary,
    })),
  );
  return html`<p>
      The contracts of the system, as the code checks them: <a href="/docs/openapi.yaml">openapi.yaml</a> for
      the API, and <a href="/docs/asyncapi.yaml">asyncapi.yaml</a> for the events.
    </p>
    <h2>The API</h2>
    <p>
      <a href="${SWAGGER}">Each operation in Swagger UI</a>, with its parameters, its body, and its answers
      with examples.
    </p>
    <ul>
      ${operations.map(({ name, summary }) => html`<li><code>${name}</code> ${summary}</li>`)}
    </ul>
    <h2>The events</h2>
    ${Object.entries(events.channels).map(
      ([key, { address, description }]) =>
        html`<details class="contract" id="${key}">
          <summary><strong>${address}</strong> ${description}</summary>
          ${shapeTable(`The body of ${address}`, events.components.messages[key]!.payload, events.components.schemas)}
        </details>`,
    )}`;
}

const swaggerPage = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>The API · Ticketing dashboard</title>
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="${SWAGGER}/swagger-ui.css" />
      <script src="${SWAGGER}/swagger-ui-bundle.js" defer></script>
      <script src="/assets/swagger.js" defer></script>
    </head>
    <body>
      <p><a href="/docs">Back to the contracts</a></p>
      <div id="swagger" data-url="/docs/openapi.yaml"></div>
      <noscript
        >Swagger UI needs JavaScript. <a href="/docs/openapi.yaml">openapi.yaml</a> has the same.</noscript
      >
    </body>
  </html>`;

/** The contracts: each operation of the API, and each event. */
export function docs({ show }: Context): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    const [api, events] = NAMES.map((name) => readDocument(pathOf(name)) as unknown);
    const body = docsPage(api as OpenApi, events as AsyncApi);
    show(response, { path: '/docs', title: 'Contracts', body });
  });
  router.get('/api', (_request, response) => {
    response.set('content-security-policy', SWAGGER_POLICY).type('html').send(String(swaggerPage));
  });
  router.get('/api/:name', (request: Request, response: Response, next: NextFunction) => {
    const name = SWAGGER_FILES.find((each) => each === request.params.name);
    if (name === undefined) return next();
    response.sendFile(name, { root: SWAGGER_FOLDER });
  });
  router.get('/:name', (request: Request, response: Response, next: NextFunction) => {
    const name = NAMES.find((each) => each === request.params.name);
    if (name === undefined) return next();
    response.type('text/plain; charset=utf-8').sendFile(pathOf(name), { dotfiles: 'allow' }); // the project may lie in a hidden folder
  });
  return router;
}
