import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const OFFER = new Set(['upgrade', 'connection', 'http2-settings']);

/**
 * Serves a request as if it had not offered another protocol. A server may ignore such an offer (RFC 9110 §7.8), and
 * clients such as curl --http2 or Java's HttpClient offer h2c with an ordinary request. When a server has an `upgrade`
 * listener, Node calls it for every offer and stops parsing the connection. So the request is put back in front of the
 * connection without the offer, and the server gets the connection as a new one.
 */
export function ignoreUpgrade(server: Server, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${req.method} ${req.url} HTTP/${req.httpVersion}`];
  for (let index = 0; index < req.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(index, index + 2);
    if (!OFFER.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

export function isWebSocket(req: IncomingMessage): boolean {
  return req.headers.upgrade?.toLowerCase() === 'websocket';
}
