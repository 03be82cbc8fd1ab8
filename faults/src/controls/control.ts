import type { PlannedFault } from '../fault.js';
import type { Mutation } from '../instrument/mutation.js';

/** A mechanism that can be switched off, to see whether the checker notices it. */
export interface Control {
  name: string;
  /** These changes of the code switch it off. */
  off: Mutation[];
  /** A mechanism that makes up for this one. It must be off in both runs. */
  without?: Mutation[];
  /** The date of an instance is ahead by this many ms, in both runs. */
  skews?: Record<string, number>;
  /** The mechanism is there for this fault. */
  fault: PlannedFault;
  /** Without the mechanism, at least one of these rules must be broken. */
  breaks: string[];
  /** The run waits this long for the broken system, in ms: overdue orders must be clearly overdue. */
  patienceMs?: number;
  /** Whether it is found so fast and so surely that every test run can try it. */
  inTests?: boolean;
}
