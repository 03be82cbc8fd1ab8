import type { IncomingMessage } from 'node:http';
import { pipeline, type Duplex } from 'node:stream';
import { rawAnswer } from './answers.js';
import { requestHeaders } from './headers.js';
import type { Upstream } from './upstream.js';

/**
 * Hands a WebSocket on to the site, whose pages use one in development to reload when the code changes. Both connections
 * end together. `stop` ends them too.
 */
export async function handOnWebSocket(
  upstream: Upstream,
  { req, socket, head, stop }: { req: IncomingMessage; socket: Duplex; head: Buffer; stop?: AbortSignal },
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  socket.once('close', leave).on('error', () => undefined);
  const path = req.url ?? '/';
  const answer = await upstream
    .next()
    ?.connections.upgrade({ path, protocol: 'websocket', headers: requestHeaders(req), signal: gone.signal })
    .catch(() => undefined);
  if (answer === undefined) return void socket.end(rawAnswer(502, 'Bad Gateway'), () => socket.destroy());
  answer.socket.on('error', () => undefined); // it closes both
  const end = () => socket.destroy();
  stop?.addEventListener('abort', end, { once: true });
  const fields = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((text) => `${name}: ${text}`),
  );
  socket.write(['HTTP/1.1 101 Switching Protocols', ...fields, '', ''].join('\r\n'), 'latin1');
  socket.unshift(head);
  pipeline(socket, answer.socket, socket, () => {
    stop?.removeEventListener('abort', end);
    socket.destroy();
    answer.socket.destroy();
  });
}
