/*
 * `node --require` loads this file before a service, so that it has faults. The judge must find each of them; otherwise a run
 * without findings would show nothing. Each fault belongs to one service, by which a test knows it.
 */
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Answers the request itself, or changes it. Returns whether it has answered. */
type Fault = (req: IncomingMessage, res: ServerResponse) => boolean;

/** Faults wait for requests that every run has, whatever it draws: an unknown method, or a body with an encoding. */
const isOdd = ({ method = '', headers }: IncomingMessage) =>
  !['GET', 'POST', 'PUT', 'DELETE'].includes(method) || headers['content-encoding'] !== undefined;

/** Whether this happens for the first time in this run, also when the process has begun anew. */
function isFirst(what: string): boolean {
  const file = join(process.env.HOSTILE_FOLDER ?? '', `${what}.mark`);
  if (existsSync(file)) return false;
  writeFileSync(file, '');
  return true;
}

let hadOdd = false;
let asked = 0;
let askedForConfig = 0;

/** The parts of Express that a fault changes. */
interface App extends RequestListener {
  get?: (path: string, run: unknown) => void;
  router?: { stack: { handle?: { stack?: { route?: { path: string } }[] } }[] };
}

const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  auth: [
    // an odd request ends the process, once
    (req) => isOdd(req) && isFirst('death') && process.exit(1),
  ],
  tickets: [
    // a body with an encoding is answered with a server error that tells the stack
    ({ headers }, res) =>
      headers['content-encoding'] !== undefined && answer(res, 500, new Error('planted').stack),
    // every type counts as JSON
    (req) => {
      const at = req.rawHeaders.findIndex((name) => name.toLowerCase() === 'content-type');
      req.rawHeaders.splice(at < 0 ? 0 : at, at < 0 ? 0 : 2, 'Content-Type', 'application/json');
      req.headers['content-type'] = 'application/json';
      return false;
    },
  ],
  orders: [
    // an odd request leaves a descriptor open
    (req) => {
      if (!isOdd(req)) return false;
      openSync('/dev/null', 'r');
      hadOdd = true;
      return false;
    },
    // after that some get the answer of somebody else; before the run, the cast asks for its orders again and again
    ({ method, url = '' }, res) =>
      hadOdd &&
      method === 'GET' &&
      /orders\/[0-9a-f]{24}$/.test(url) &&
      ++asked % 6 === 0 &&
      answer(res, 200, '{}'),
  ],
  payments: [
    // an honest request is refused, but not the first: the cast pays before the run
    ({ url }, res) => url === '/api/payments/config' && ++askedForConfig > 1 && answer(res, 404, '{}'),
    // a refusal has many lines in the log, and opens connections to the database that nobody uses
    ({ headers }) => {
      if (headers['stripe-signature'] === undefined) return false;
      console.log('planted\n'.repeat(200));
      const { port, hostname } = new URL(process.env.MONGO_URI ?? '');
      for (let opened = 0; opened < 5; opened++) connect({ port: Number(port), host: hostname });
      return false;
    },
  ],
};

function remove({ router }: App, path: string): void {
  if (router) router.stack = router.stack.filter(({ handle }) => handle?.stack?.[0]?.route?.path !== path);
}

function answer(res: ServerResponse, status: number, body: string | undefined): true {
  res.statusCode = status;
  res.end(body);
  return true;
}

subscribe('tracing:net.server.listen:asyncStart', (message) => {
  const { server } = message as { server: Server };
  const faults = FAULTS[process.env.HOSTILE_INSTANCE ?? ''] ?? [];
  const [app] = server.listeners('request') as App[];
  if (!app) return;
  if (process.env.HOSTILE_INSTANCE === 'orders') {
    // a route that nobody described, and one that is described and gone
    app.get?.('/api/orders/:id/planted', () => undefined);
    remove(app, '/api/orders/pass-keys');
  }
  server.removeAllListeners('request');
  server.on(
    'request',
    Object.assign(
      (req: IncomingMessage, res: ServerResponse) => {
        if (!faults.some((fault) => fault(req, res))) void app(req, res);
      },
      { router: app.router },
    ),
  );
});
