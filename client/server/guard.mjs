/**
 * Guards the server of the built site. The build puts this file beside Next.js's own server.js, which imports it first.
 *
 * Next.js makes the HTTP server and gives nobody a hand on it. Node tells of each server that begins to listen, by a
 * channel that is there for such tools, before the first connection comes.
 */
import { Buffer } from 'node:buffer';
import { subscribe } from 'node:diagnostics_channel';

const STRICT_TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';
const REASONS = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  415: 'Unsupported media type',
};

subscribe('tracing:net.server.listen:asyncStart', ({ server }) => guard(server));

/** Lets only those requests through to the listeners of an HTTP server that Next.js can answer. */
export function guard(server) {
  // Next.js leaves the connections open that ask for another protocol. Without a listener Node handles them as requests.
  server.removeAllListeners('upgrade');
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (req, res) => {
    const status = refusal(req);
    if (status !== undefined) return refuse(req, res, status);
    // after an offer of another protocol Node reads no further request from the connection
    if (req.headers.upgrade !== undefined) res.shouldKeepAlive = false;
    for (const listener of listeners) listener.call(server, req, res);
  });
}

/** The status of the answer to a request that Next.js should not get; undefined for all others. */
function refusal(req) {
  if (req.method === 'TRACE') return 405; // Next.js answers 500 to a method that the Fetch standard forbids
  if (req.headersDistinct.host?.length > 1) return 400;
  if (req.headers.upgrade?.toLowerCase() === 'websocket') return 404;
  // Next.js does not undo an encoding of a body, and would read the bytes as they are
  if (!/^(identity)?$/i.test(req.headers['content-encoding'] ?? '')) return 415;
  if (!isDecodable(req.url.split('?', 1)[0])) return 400; // Next.js answers some of these with 500
  return undefined;
}

function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function refuse(req, res, status) {
  if (status !== 404) console.warn(`A request was refused: ${status}, ${req.method}`);
  const body = `${REASONS[status]}\n`;
  if (status === 405) res.setHeader('Allow', 'GET, HEAD, POST');
  if (status === 415) res.setHeader('Accept-Encoding', 'identity');
  if (/^\s*https\s*(,|$)/.test(req.headers['x-forwarded-proto'] ?? ''))
    res.setHeader('Strict-Transport-Security', STRICT_TRANSPORT_SECURITY);
  res.writeHead(status, {
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(body);
}
