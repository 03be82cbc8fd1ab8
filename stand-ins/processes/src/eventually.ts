import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `check` until it passes, and resolves to its result. Tests use it for a state that is reached some time after
 * a step.
 * @throws the last error of `check`, after `limitMs` milliseconds. The limit is long, because a machine may be busy with
 * other work. Only a check that fails waits for its end.
 */
export async function eventually<T>(check: () => T | Promise<T>, limitMs = 60_000): Promise<T> {
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
