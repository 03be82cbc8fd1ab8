import type { IncomingMessage } from 'node:http';
import { connectionOptions } from './connection-options.js';

export interface Refusal {
  status: number;
  message: string;
}

/** `Connection` may name these, and headers that nobody here knows, which begin with `x-`. */
const OPTIONS = new Set([
  'close',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'trailers',
  'upgrade',
]);
const UNKNOWN_TO_ALL = /^x-(?!forwarded-)/;
/** A name or an address, and a port (RFC 3986 §3.2.2). A name may have other letters, in UTF-8. */
const HOST = /^([\w.\x80-\xff-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i;
const MALFORMED: Refusal = { status: 400, message: 'Bad request' };

/**
 * Why the gateway does not hand a request on; undefined if it does. Node has parsed the request and refused what breaks the
 * grammar. This refuses what is valid, or was once, and is read differently by different servers: then one of them could take
 * a part of a body for the next request on the connection.
 */
export function refusal(req: IncomingMessage): Refusal | undefined {
  // a trace would show the headers that proxies have added, and browsers send none
  if (req.method === 'TRACE') return { status: 405, message: 'Method not allowed' };
  if (req.httpVersion !== '1.1' && req.httpVersion !== '1.0') return MALFORMED;
  const codings = valuesOf(req, 'transfer-encoding');
  const lengths = valuesOf(req, 'content-length');
  if (codings.length + lengths.length > 1) return MALFORMED;
  // HTTP/1.0 has no chunks, and nothing here needs another coding
  if (codings.length > 0 && (codings[0]?.toLowerCase() !== 'chunked' || req.httpVersion === '1.0'))
    return MALFORMED;
  if (lengths.length > 0 && !/^\d{1,15}$/.test(lengths[0] ?? '')) return MALFORMED;
  // one server would read the body by the first type, and another by the last one
  if (valuesOf(req, 'content-type').length > 1) return MALFORMED;
  const hosts = valuesOf(req, 'host');
  if (hosts.length > 1 || hosts.some((host) => !HOST.test(host))) return MALFORMED;
  const options = connectionOptions(req.headers);
  // a header that the service needs, such as the length of the body or a cookie, must not be lost on the way
  if (!options.every((name) => OPTIONS.has(name) || UNKNOWN_TO_ALL.test(name))) return MALFORMED;
  return undefined;
}

/** Each value of a header as it came. `req.headers` has one value at most of these headers. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
