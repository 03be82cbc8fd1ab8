import type { ServerResponse } from 'node:http';

/** The gateway's own answers have no script, no style and no frame. The rest is as helmet sets it in the services. */
const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const JSON_TYPE = 'application/json; charset=utf-8';
const errorBody = (message: string) => JSON.stringify({ errors: [{ message }] });

/** Sends an error body like those of the services, when no service could answer. */
export function sendError(res: ServerResponse, status: number, message: string): void {
  if (res.headersSent) {
    res.destroy(); // the client must see that the answer is not complete
    return;
  }
  if (status === 503) res.setHeader('Retry-After', '1');
  if (status === 405) res.setHeader('Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  send(res, status, JSON_TYPE, errorBody(message));
}

/** Sends an error and closes the connection: what comes next on it may not be what it seems. */
export function refuse(res: ServerResponse, status: number, message: string): void {
  res.setHeader('Connection', 'close');
  sendError(res, status, message);
}

export function sendHealth(res: ServerResponse): void {
  send(res, 200, JSON_TYPE, JSON.stringify({ status: 'ok' }));
}

/** Sends people to another address. */
export function sendTo(res: ServerResponse, url: string): void {
  res.setHeader('Location', url);
  send(res, 302, 'text/plain; charset=utf-8', `See ${url}\n`);
}

/** Sends a plain page, as long as there is no site behind the gateway. */
export function sendPlainPage(res: ServerResponse, path: string): void {
  const found = path === '/';
  const text = found
    ? '<h1>Ticketing is running</h1><p>There is no site yet. The API answers under <a href="/api/tickets">/api/tickets</a>, ' +
      '<code>/api/orders</code> and <a href="/api/users/currentuser">/api/users</a>.</p>'
    : '<h1>Not found</h1><p><a href="/">Ticketing</a></p>';
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ticketing</title>${text}</html>\n`;
  send(res, found ? 200 : 404, 'text/html; charset=utf-8', page);
}

/** An error in bytes, for a connection that has no response object. Its body is like that of every other error. */
export function rawAnswer(status: number, reason: string): string {
  const body = errorBody(reason);
  const headers = Object.entries({
    ...SECURITY_HEADERS,
    Connection: 'close',
    'Content-Type': JSON_TYPE,
    'Content-Length': Buffer.byteLength(body),
  });
  return [`HTTP/1.1 ${status} ${reason}`, ...headers.map((field) => field.join(': ')), '', body].join('\r\n');
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...SECURITY_HEADERS,
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}
