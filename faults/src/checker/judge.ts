import type { History } from '../history.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { Facts } from './facts.js';
import { RULES } from './rules/index.js';
import type { Violation } from './violation.js';

/** Checks the history and the final state against every rule; empty when every promise was kept. */
export function judge(history: History, snapshot: Snapshot): Violation[] {
  const facts = new Facts(history, snapshot);
  return Object.entries(RULES).flatMap(([rule, find]) => find(facts).map((found) => ({ rule, ...found })));
}
