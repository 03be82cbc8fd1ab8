import type { Facts } from './facts.js';

/** A promise that was not kept. */
export interface Violation {
  /** The name of the rule that was broken. */
  rule: string;
  /** The id of the ticket, order, call or process. */
  of: string;
  /** Says to people what is wrong. */
  what: string;
}

/** Finds every breach of one promise. It is pure: the same facts give the same verdict. */
export type Rule = (facts: Facts) => Omit<Violation, 'rule'>[];
