import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a value that is neither false nor undefined; says what for when it does not come. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 10_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined && found !== null)
      return found as NonNullable<Exclude<T, false>>;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms for ${what}`);
    await sleep(20);
  }
}
