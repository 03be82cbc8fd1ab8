import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `check` until it passes, and resolves to what it returns; for what becomes true some time after a test's step.
 * @throws what `check` threw last, after `limitMs`.
 */
export async function eventually<T>(check: () => T | Promise<T>, limitMs = 10_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
