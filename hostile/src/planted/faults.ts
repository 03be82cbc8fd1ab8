/*
 * `node --require` loads this file before a service, so that it has faults. The judge must find each of them; otherwise a run
 * without findings would show nothing. Each fault belongs to one service, by which a test knows it.
 */
import { subscribe } from 'node:diagnostics_channel';
import { openSync } from 'node:fs';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Answers the request itself, or changes it. Returns whether it has answered. */
type Fault = (req: IncomingMessage, res: ServerResponse) => boolean;

let asked = 0;
let askedForConfig = 0;

const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  auth: [
    // an unknown method ends the process
    ({ method }) => (method === 'PROPFIND' ? process.exit(1) : false),
  ],
  tickets: [
    // a wrong query is answered with a server error that tells the stack
    ({ url = '' }, res) => url.includes('%24') && answer(res, 500, new Error('planted').stack),
    // text counts as JSON
    (req) => {
      if (req.headers['content-type']?.startsWith('text/')) req.headers['content-type'] = 'application/json';
      return false;
    },
  ],
  orders: [
    // some get the answer of somebody else
    ({ method, url = '' }, res) =>
      method === 'GET' && /orders\/[0-9a-f]{24}$/.test(url) && ++asked % 6 === 0 && answer(res, 200, '{}'),
    // an unknown path leaves a descriptor open
    ({ url = '' }) => {
      if (url.includes('%00')) openSync('/dev/null', 'r');
      return false;
    },
  ],
  payments: [
    // an honest request is refused, but not the first: the cast pays before the run
    ({ url }, res) => url === '/api/payments/config' && ++askedForConfig > 1 && answer(res, 404, '{}'),
    // a refusal has many lines in the log
    ({ headers }) => {
      if (headers['stripe-signature'] !== undefined) console.log('planted\n'.repeat(200));
      return false;
    },
  ],
};

function answer(res: ServerResponse, status: number, body: string | undefined): true {
  res.statusCode = status;
  res.end(body);
  return true;
}

subscribe('tracing:net.server.listen:asyncStart', (message) => {
  const { server } = message as { server: Server };
  const faults = FAULTS[process.env.HOSTILE_INSTANCE ?? ''] ?? [];
  const [app] = server.listeners('request') as (RequestListener & {
    get?: (path: string, run: unknown) => void;
  })[];
  if (!app) return;
  // a route that nobody described
  if (process.env.HOSTILE_INSTANCE === 'orders') app.get?.('/api/orders/:id/planted', () => undefined);
  server.removeAllListeners('request');
  server.on(
    'request',
    Object.assign(
      (req: IncomingMessage, res: ServerResponse) => {
        if (!faults.some((fault) => fault(req, res))) void app(req, res);
      },
      { router: (app as { router?: unknown }).router },
    ),
  );
});
