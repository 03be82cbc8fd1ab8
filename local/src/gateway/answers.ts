import type { ServerResponse } from 'node:http';

/** Sends an error body like those of the services, when no service could answer. */
export function sendError(res: ServerResponse, status: number, message: string): void {
  if (res.headersSent) {
    res.destroy(); // the client must see that the answer is not complete
    return;
  }
  if (status === 503) res.setHeader('Retry-After', '1');
  send(res, status, 'application/json; charset=utf-8', JSON.stringify({ errors: [{ message }] }));
}

export function sendHealth(res: ServerResponse): void {
  send(res, 200, 'application/json; charset=utf-8', JSON.stringify({ status: 'ok' }));
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

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}
