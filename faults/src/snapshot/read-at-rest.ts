import { setTimeout as sleep } from 'node:timers/promises';
import type { Databases } from './snapshot.js';

const PAUSE_MS = 500;

/** What was read in one piece: the databases, and the rest while they stayed as they were. */
export interface AtRest<T> {
  stored: Databases;
  rest: T;
  /** The documents that changed meanwhile, at the last attempt too; empty when the databases came to rest. */
  moved: string[];
}

/**
 * Reads the databases, then the rest, then the databases again, until they have not changed in between. So no event on a
 * bus that belongs to the rest can be newer than the documents, and no document newer than the events. After `limitMs` the
 * last attempt counts.
 */
export async function readAtRest<T>(
  readDatabases: () => Promise<Databases>,
  readRest: () => Promise<T>,
  limitMs: number,
): Promise<AtRest<T>> {
  const deadline = Date.now() + limitMs;
  for (let before = await readDatabases(); ; await sleep(PAUSE_MS)) {
    const rest = await readRest();
    const stored = await readDatabases();
    const moved = differences(before, stored);
    if (moved.length === 0 || Date.now() > deadline) return { stored, rest, moved };
    before = stored;
  }
}

/** The documents that one of the two has and the other has not, or has in another state. */
function differences(before: Databases, after: Databases): string[] {
  const [old, now] = [documentsOf(before), documentsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}

function documentsOf(databases: Databases): Map<string, string> {
  const lists = Object.entries(databases) as [string, { id: string }[]][];
  return new Map(
    lists.flatMap(([list, all]) => all.map((each) => [`${each.id} in ${list}`, JSON.stringify(each)])),
  );
}
