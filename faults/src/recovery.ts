import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '@ticketing/local';
import { ALL_INSTANCES } from './system.js';

const POLL_MS = 100;

/**
 * Waits until every process runs and every service says that it can serve.
 * @returns the names of the processes that could not when the time was over.
 */
export async function down(system: System, limitMs: number): Promise<string[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const names = await downNow(system);
    if (names.length === 0 || Date.now() > deadline) return names;
    await sleep(POLL_MS);
  }
}

async function downNow(system: System): Promise<string[]> {
  const gone = system.processNames().filter((name) => !system.process(name).isUp);
  const running = ALL_INSTANCES.filter((name) => !gone.includes(name));
  const ready = await Promise.all(running.map((name) => isReady(system.process(name).port)));
  return [...gone, ...running.filter((_, index) => !ready[index])];
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
