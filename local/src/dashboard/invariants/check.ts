import { setTimeout as sleep } from 'node:timers/promises';
import type { Databases } from '../data/databases.js';
import { within } from '../data/within.js';
import type { Findings, Invariant } from './invariant.js';

/** What an invariant says now. `unknown`: a database does not answer. */
export interface Verdict {
  name: string;
  promise: string;
  state: 'kept' | 'broken' | 'unknown';
  looked: number;
  broken: readonly string[];
  reason?: string;
}

const LOOK_LIMIT_MS = 8_000;
/** Databases are read one after the other while they change. What heals within this time was never broken. */
const LOOKS = 4;
const PAUSE_MS = 700;

/** Looks at each invariant. What seems broken is looked at again, and counts only if it was seen every time. */
export function check(
  invariants: readonly Invariant[],
  databases: Databases,
  pauseMs = PAUSE_MS,
): Promise<Verdict[]> {
  return Promise.all(invariants.map((invariant) => checkOne(invariant, databases, pauseMs)));
}

async function checkOne(
  { name, promise, find }: Invariant,
  databases: Databases,
  pauseMs: number,
): Promise<Verdict> {
  try {
    const look = (): Promise<Findings> => within(LOOK_LIMIT_MS, 'a database', find(databases));
    let { looked, broken } = await look();
    for (let looks = 1; looks < LOOKS && broken.length > 0; looks++) {
      await sleep(pauseMs);
      const again = await look();
      looked = again.looked;
      broken = broken.filter((each) => again.broken.includes(each));
    }
    return { name, promise, state: broken.length === 0 ? 'kept' : 'broken', looked, broken };
  } catch (error) {
    return { name, promise, state: 'unknown', looked: 0, broken: [], reason: (error as Error).message };
  }
}
