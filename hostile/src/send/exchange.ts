import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, AnswerReader } from './answer-reader.js';

/** What goes over one connection. */
export interface Sending {
  /** Pieces that are sent one after the other, with a pause between them. */
  pieces: readonly Buffer[];
  pauseMs?: number;
  /** Sends the end of its side after the last piece, and still reads. */
  halfCloses?: boolean;
  /** The request is not whole, so nobody need answer it: it is dropped after a moment. */
  isUnfinished?: boolean;
  /** How long to wait for another answer after the first, in ms. */
  lingerMs?: number;
  /** How long to wait for the first answer, in ms. */
  limitMs?: number;
}

export interface Exchange {
  answers: Answer[];
  /** Says that no answer came although the request was whole. */
  wasLeftOpen: boolean;
  ms: number;
}

const LIMIT_MS = 12_000;
const UNFINISHED_MS = 700;

/** Sends bytes as they are over a connection of their own, and reads all that comes back. */
export async function exchange(port: number, sending: Sending): Promise<Exchange> {
  const { pieces, pauseMs = 50, halfCloses, isUnfinished, lingerMs = 0, limitMs = LIMIT_MS } = sending;
  const began = Date.now();
  const reader = new AnswerReader(/^HEAD /.test(pieces[0]?.toString('latin1', 0, 5) ?? ''));
  // `allowHalfOpen`: the other side may end its half first, and what comes before that counts
  const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
  let closed = false;
  let wake: () => void = () => undefined;
  const over = () => {
    closed = true;
    wake();
  };
  socket.on('data', (bytes: Buffer) => {
    reader.read(bytes);
    wake();
  });
  socket.on('end', over).on('close', over);
  socket.on('error', () => undefined); // a reset is an answer as well: the connection is closed
  const until = async (limit: number, isDone: () => boolean) => {
    const ends = Date.now() + limit;
    while (!isDone() && !closed && Date.now() < ends) {
      const timer = setTimeout(() => wake(), ends - Date.now());
      await new Promise<void>((resolve) => (wake = resolve));
      clearTimeout(timer);
    }
  };
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await sleep(pauseMs);
    if (!closed) socket.write(piece);
  }
  if (halfCloses && !closed) socket.end();
  await until(isUnfinished ? UNFINISHED_MS : limitMs, () => reader.answers.length > 0);
  if (lingerMs > 0) await until(lingerMs, () => reader.answers.length > 1);
  if (closed) reader.end();
  const wasLeftOpen = !isUnfinished && !closed && reader.answers.length === 0;
  socket.destroy();
  return { answers: reader.answers, wasLeftOpen, ms: Date.now() - began };
}
