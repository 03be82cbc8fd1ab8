import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../fault.js';
import type { Crashes } from './crash.js';
import type { CrashPoint } from './point.js';
import type { Phase } from './runtime.js';
import { stimulusFor } from './stimuli/index.js';

const REACHED_LIMIT_MS = 10_000;
/** A start or a stop takes its time, after what led to it. */
const STIMULATED_LIMIT_MS = 15_000;
const BACK_LIMIT_MS = 60_000;

/** Has an instance die at a point, and waits until it is back; false when it did not get there in time. */
export async function crashAt(
  crashes: Crashes,
  scene: Scene,
  instance: string,
  point: CrashPoint,
  phase: Phase,
): Promise<boolean> {
  crashes.arm(instance, { point: point.name, phase });
  const stimulus = stimulusFor(point, instance);
  const end = new AbortController();
  // it may need the one that dies of it
  const stimulated = stimulus?.(scene, instance, end.signal).catch(() => undefined);
  const limit = async () => {
    await stimulated;
    await sleep(stimulus ? STIMULATED_LIMIT_MS : REACHED_LIMIT_MS);
  };
  const hasFired = await crashes.fired(instance, limit());
  end.abort();
  await stimulated;
  if (hasFired || stimulus) await isBack(scene, instance);
  return hasFired;
}

async function isBack({ system }: Scene, instance: string): Promise<void> {
  const process = system.process(instance);
  const deadline = Date.now() + BACK_LIMIT_MS;
  // longer than the supervisor takes to see that one has gone
  do await sleep(150);
  while (!process.isUp && Date.now() < deadline);
}
