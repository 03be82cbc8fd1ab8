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
    const half = unanswered.withHalfBody(socket); // what is malformed belongs to the body of this request
    if (half && !half.headersSent) return refuse(half, status, reason);
    if (half && !half.writableEnded) return void socket.destroy(); // the client must see that the answer is not complete
    // a request that has its whole answer gets no second one: the client would take it for the answer to its next request
    const bytes = half ? '' : rawAnswer(status, reason);
    unanswered.afterEarlier(socket, () => endWith(socket, bytes));
  });
}

/** Sends the last bytes of a connection and closes it, whether or not the client closes its side. */
export function endWith(socket: Duplex, bytes: string): void {
  socket.on('error', () => undefined);
  socket.end(bytes, () => socket.destroy());
}
