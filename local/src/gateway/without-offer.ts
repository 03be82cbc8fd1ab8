import type { IncomingMessage } from 'node:http';
import { connectionOptions } from './connection-options.js';

const OFFER = new Set(['upgrade', 'connection', 'http2-settings']);

/**
 * The head of a request in bytes, without its offer of another protocol. A server may ignore such an offer (RFC 9110
 * §7.8), and clients such as curl --http2 or Java's HttpClient offer h2c with an ordinary request. When Node meets an offer,
 * it stops parsing the connection. So the request is put back in front of the connection without the offer, and the server
 * gets the connection as a new one.
 */
export function withoutOffer(req: IncomingMessage): Buffer {
  const lines = [`${req.method} ${req.url} HTTP/${req.httpVersion}`];
  for (let index = 0; index < req.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(index, index + 2);
    if (!OFFER.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  const options = connectionOptions(req.headers).filter((option) => !OFFER.has(option));
  if (options.length > 0) lines.push(`Connection: ${options.join(', ')}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
