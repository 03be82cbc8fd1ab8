import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { rawAnswer, refuse } from './answers.js';
import type { Unanswered } from './unanswered.js';

const ANSWERS: Record<string, [status: number, reason: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Content Too Large'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
};

/** Answers what Node cannot parse, in its turn, and closes the connection. */
export function refuseMalformed(server: Server, unanswered: Unanswered): void {
  const seen = new WeakSet<Duplex>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    if (seen.has(socket)) return; // Node reports each piece that comes after the first error
    seen.add(socket);
    const [status, reason] = ANSWERS[error.code ?? ''] ?? [400, 'Bad Request'];
    const last = unanswered.of(socket).at(-1);
    if (last && !last.req.complete) {
      // the body of this request is malformed
      if (last.headersSent) socket.destroy();
      else refuse(last, status, reason);
    } else unanswered.afterEarlier(socket, () => endWith(socket, rawAnswer(status, reason)));
  });
}

/** Sends the last bytes of a connection and closes it, whether or not the client closes its side. */
export function endWith(socket: Duplex, bytes: string): void {
  socket.on('error', () => undefined);
  socket.end(bytes, () => socket.destroy());
}
