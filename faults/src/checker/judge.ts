import type { History } from '../history.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { Facts } from './facts.js';
import { RULES } from './rules/index.js';
import type { Violation } from './violation.js';

/** Holds every rule against what was seen and what is there in the end; empty when every promise was kept. */
export function judge(history: History, snapshot: Snapshot): Violation[] {
  const facts = new Facts(history, snapshot);
  return Object.entries(RULES).flatMap(([rule, find]) => find(facts).map((found) => ({ rule, ...found })));
}
