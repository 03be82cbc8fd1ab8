import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningSystem } from '@ticketing/e2e/testing';

/** Why descriptors cannot be counted on this machine; undefined when they can. */
export const uncountable = existsSync('/proc/self/fd')
  ? undefined
  : 'there is no /proc here, so descriptors are not counted';

/** How many descriptors each process has open, by its name. */
export type Descriptors = Record<string, number>;

export function pidsOf({ system }: RunningSystem): Record<string, number> {
  return Object.fromEntries(system.state().processes.map(({ name, pid }) => [name, pid]));
}

export function countDescriptors(running: RunningSystem): Descriptors {
  if (uncountable !== undefined) return {};
  return Object.fromEntries(
    Object.entries(pidsOf(running)).map(([name, pid]) => {
      try {
        return [name, readdirSync(`/proc/${pid}/fd`).length];
      } catch {
        return [name, 0]; // it has just died, and the ids of the processes tell it
      }
    }),
  );
}

const LOOK_MS = 1_000;

/** Servers keep idle connections open for some seconds, so that is how long nothing must change. */
const SAME_LOOKS = 8;

/** The counts when nothing is open any more that closes by itself. */
export async function settled(running: RunningSystem, limitMs: number): Promise<Descriptors> {
  let last = countDescriptors(running);
  let same = 0;
  for (const ends = Date.now() + limitMs; same < SAME_LOOKS && Date.now() < ends;) {
    await sleep(LOOK_MS);
    const now = countDescriptors(running);
    same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
    last = now;
  }
  return last;
}

/** Waits until no process has more descriptors than before. Returns those that still have. */
export async function leftOpen(
  running: RunningSystem,
  before: Descriptors,
  limitMs: number,
): Promise<string[]> {
  const more = () =>
    Object.entries(countDescriptors(running))
      .filter(([name, count]) => count > (before[name] ?? 0))
      .map(([name, count]) => `${name} has ${count} descriptors, and had ${before[name] ?? 0}`);
  for (const ends = Date.now() + limitMs; more().length > 0 && Date.now() < ends;) await sleep(LOOK_MS);
  return more();
}
