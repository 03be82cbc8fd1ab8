import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../fault.js';
import type { Crashes } from './crash.js';
import type { Arming } from './runtime.js';

/** On a calm machine it takes a second or two. */
const REACHED_LIMIT_MS = 20_000;
/** A start or a stop that was set off takes its time. */
const LED_LIMIT_MS = 15_000;
const BACK_LIMIT_MS = 60_000;

/** Leads an instance to a moment that people alone do not lead it to. It stops early when `end` aborts. */
export type Lead = (end: AbortSignal) => Promise<unknown>;

/** Has an instance die at a moment, and waits until it is back; false when it did not get there in time. */
export async function crashAt(
  crashes: Crashes,
  scene: Scene,
  instance: string,
  arming: Arming,
  lead?: Lead,
): Promise<boolean> {
  crashes.arm(instance, arming);
  const end = new AbortController();
  // it may need the very instance that dies of it, and fail
  const led = lead?.(end.signal).catch(() => undefined);
  const limit = async () => {
    await led;
    await sleep(lead ? LED_LIMIT_MS : REACHED_LIMIT_MS);
  };
  const hasFired = await crashes.fired(instance, limit());
  end.abort();
  await led;
  if (hasFired || lead) await isBack(scene, instance);
  return hasFired;
}

async function isBack({ system }: Scene, instance: string): Promise<void> {
  const process = system.process(instance);
  const deadline = Date.now() + BACK_LIMIT_MS;
  // longer than the supervisor takes to see that a process has gone
  do await sleep(150);
  while (!process.isUp && Date.now() < deadline);
}
