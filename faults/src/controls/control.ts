import type { PlannedFault } from '../fault.js';
import type { Mutation } from '../instrument/mutation.js';

/** A mechanism that can be switched off, to see that somebody would notice. */
export interface Control {
  name: string;
  /** What switches it off. */
  off: Mutation[];
  /** What must be off besides, with and without it, because it makes up for it. */
  without?: Mutation[];
  /** By how many ms the dates of instances are ahead, with and without it. */
  skews?: Record<string, number>;
  /** What goes wrong without it. */
  fault: PlannedFault;
  /** The rules of which at least one must be broken. */
  breaks: string[];
  /** How long the broken system is waited for, in ms: it will not agree, and what is overdue must be clearly so. */
  patienceMs?: number;
  /** Found fast and for sure enough to be part of every test run. */
  inTests?: boolean;
}
