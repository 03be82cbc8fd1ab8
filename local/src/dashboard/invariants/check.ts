import { setTimeout as sleep } from 'node:timers/promises';
import type { Databases } from '../data/databases.js';
import { within } from '../data/within.js';
import type { Findings, Invariant } from './invariant.js';

/** What an invariant says now. `not yet`: something disturbs the system, and it must heal. `unknown`: a database does not answer. */
export interface Verdict {
  name: string;
  promise: string;
  state: 'kept' | 'broken' | 'not yet' | 'unknown';
  looked: number;
  broken: readonly string[];
  /** Why it is not yet kept, or not known. */
  reason?: string;
}

const LOOK_LIMIT_MS = 8_000;
/** Databases are read one after the other while they change. What heals within this time was never broken. */
const LOOKS = 4;
const PAUSE_MS = 700;

export interface Look {
  databases: Databases;
  /** The reasons why parts of the system need not agree now. None in a system that nothing disturbs. */
  disturbances: () => string[];
  /** The time between two looks at what seems broken. */
  pauseMs?: number;
}

/** Looks at each invariant. What seems broken is looked at again, and counts only if it was seen every time. */
export function check(invariants: readonly Invariant[], look: Look): Promise<Verdict[]> {
  return Promise.all(invariants.map((invariant) => checkOne(invariant, look)));
}

async function checkOne(
  { name, promise, heals, find }: Invariant,
  { databases, disturbances, pauseMs = PAUSE_MS }: Look,
): Promise<Verdict> {
  const before = disturbances();
  try {
    const look = (): Promise<Findings> => within(LOOK_LIMIT_MS, 'a database', find(databases));
    let { looked, broken } = await look();
    for (let looks = 1; looks < LOOKS && broken.length > 0; looks++) {
      await sleep(pauseMs);
      const again = await look();
      looked = again.looked;
      broken = broken.filter((each) => again.broken.includes(each));
    }
    if (broken.length === 0) return { name, promise, state: 'kept', looked, broken };
    const disturbed = [...new Set([...before, ...disturbances()])];
    if (!heals || disturbed.length === 0) return { name, promise, state: 'broken', looked, broken };
    return { name, promise, state: 'not yet', looked, broken, reason: disturbed.join('; ') };
  } catch (error) {
    return { name, promise, state: 'unknown', looked: 0, broken: [], reason: (error as Error).message };
  }
}
