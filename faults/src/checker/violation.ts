import type { Facts } from './facts.js';

/** A promise that was not kept. */
export interface Violation {
  /** The name of the rule that found it. */
  rule: string;
  /** The id of the ticket or order, or whatever it is about. */
  of: string;
  /** What is wrong, for people. */
  what: string;
}

/** Finds all that breaks one promise. Pure: the same facts, the same verdict. */
export type Rule = (facts: Facts) => Omit<Violation, 'rule'>[];
