import { readFileSync } from 'node:fs';

const POLL_MS = 100;

/** Gives a process a date that is ahead by `ms()`. Its monotonic clock (`performance.now`, timers) stays as it is. */
export function skewClock(ms: () => number): void {
  const Real = Date;
  const now = () => Real.now() + ms();
  globalThis.Date = new Proxy(Real, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
}

/** Reads again and again from a file by how many ms a clock is ahead; 0 while there is no file. */
export function aheadBy(file: string): () => number {
  let ahead = read();
  setInterval(() => (ahead = read()), POLL_MS).unref();
  return () => ahead;

  function read(): number {
    try {
      return Number(readFileSync(file, 'utf8'));
    } catch {
      return 0;
    }
  }
}
