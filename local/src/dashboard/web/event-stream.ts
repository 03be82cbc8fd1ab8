import type { Request, Response } from 'express';

const EVERY_MS = 300;
const ALIVE_MS = 15_000;
/** A reader who is slower than this loses parts, so that they do not pile up here. */
const MOST_WAITING_BYTES = 1_000_000;
const MOST_PARTS = 200;
const MOST_STREAMS = 30;
let open = 0;

/**
 * Sends parts of a page as they come (https://html.spec.whatwg.org/multipage/server-sent-events.html), several at a time.
 * @param listen begins to call its argument for each part, and returns the function that ends this.
 */
export function eventStream(
  request: Request,
  response: Response,
  listen: (send: (part: string) => void) => () => void,
): void {
  if (open >= MOST_STREAMS) {
    response.status(503).type('text/plain').send('Too many pages watch at the same time\n');
    return;
  }
  open++;
  let parts: string[] = [];
  response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const stop = listen((part) => {
    parts.push(part);
    if (parts.length > MOST_PARTS) parts.shift();
  });
  const flush = setInterval(() => {
    if (parts.length === 0 || response.writableLength > MOST_WAITING_BYTES) return;
    const lines = parts.join('').split(/\r\n|\r|\n/);
    response.write(`${lines.map((line) => `data: ${line}\n`).join('')}\n`);
    parts = [];
  }, EVERY_MS);
  const alive = setInterval(() => response.write(': \n\n'), ALIVE_MS);
  request.once('close', () => {
    open--;
    clearInterval(flush);
    clearInterval(alive);
    stop();
  });
}
