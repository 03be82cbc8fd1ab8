import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '@ticketing/local';
import { SERVICES } from './instances.js';

const POLL_MS = 100;

/** Resolves when every process runs and every service says that it can serve; false when that takes too long. */
export async function allUp(system: System, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    if (await isUp(system)) return true;
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
}

async function isUp(system: System): Promise<boolean> {
  if (!system.processNames().every((name) => system.process(name).isUp)) return false;
  const ready = await Promise.all(SERVICES.map((name) => isReady(system.process(name).port)));
  return ready.every(Boolean);
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
