import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningSystem } from '@ticketing/e2e/testing';
import { OpenDescriptors } from './open-descriptors.js';

/** Why descriptors cannot be counted on this machine; undefined when they can. */
export const uncountable = existsSync('/proc/self/fd')
  ? undefined
  : 'there is no /proc here, so descriptors are not counted';

/** What a process has open. */
export interface Counts {
  /** Files, pipes, connections of visitors, listening sockets: everything but `pooled`. No request may leave one open. */
  own: number;
  /**
   * Connections to other processes of the system, by their names. Pools keep them, as many as were needed at once, and more
   * on a busy machine.
   */
  pooled: Record<string, number>;
}

/** What each process has open, by its name. */
export type Descriptors = Record<string, Counts>;

type Pids = Readonly<Record<string, number>>;

export function pidsOf({ system }: RunningSystem): Record<string, number> {
  return Object.fromEntries(system.state().processes.map(({ name, pid }) => [name, pid]));
}

export function countDescriptors(pids: Pids): Descriptors {
  if (uncountable !== undefined) return {};
  const open = new OpenDescriptors(pids);
  return Object.fromEntries(
    Object.keys(pids)
      .sort()
      .map((name) => {
        const counts: Counts = { own: 0, pooled: {} };
        for (const peer of open.peersOf(name).sort())
          if (peer === undefined) counts.own++;
          else counts.pooled[peer] = (counts.pooled[peer] ?? 0) + 1;
        return [name, counts];
      }),
  );
}

const LOOK_MS = 1_000;

/** Servers keep idle connections open for some seconds, so that is how long nothing must change. */
const SAME_LOOKS = 8;

/** The counts when nothing is open any more that closes by itself. */
export async function settled(running: RunningSystem, limitMs: number): Promise<Descriptors> {
  let last = countDescriptors(pidsOf(running));
  let same = 0;
  for (const ends = Date.now() + limitMs; same < SAME_LOOKS && Date.now() < ends;) {
    await sleep(LOOK_MS);
    const now = countDescriptors(pidsOf(running));
    same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
    last = now;
  }
  return last;
}

/**
 * The descriptors that should not be there any more: any that no process had before, and more connections in a pool than
 * could ever be in use at once.
 */
export function tooMany(before: Descriptors, now: Descriptors, mostPooled: number): string[] {
  return Object.entries(now).flatMap(([name, { own, pooled }]) => {
    const had = before[name]?.own ?? 0;
    return [
      ...(own > had ? [`${name} has ${own} descriptors, and had ${had}, without its pools`] : []),
      ...Object.entries(pooled)
        .filter(([, count]) => count > mostPooled)
        .map(([peer, count]) => `${name} has ${count} connections to ${peer}, more than ${mostPooled}`),
    ];
  });
}

/** Waits until no process has too many descriptors. Returns those that still have. */
export async function leftOpen(
  running: RunningSystem,
  before: Descriptors,
  { mostPooled, limitMs }: { mostPooled: number; limitMs: number },
): Promise<string[]> {
  const more = () => tooMany(before, countDescriptors(pidsOf(running)), mostPooled);
  for (const ends = Date.now() + limitMs; more().length > 0 && Date.now() < ends;) await sleep(LOOK_MS);
  return more();
}
