import { clock, disturbed } from '../time.js';
import type { Rule } from '../violation.js';

/** Every call gets an answer that is not a 5xx, unless a fault befell a process that callers need. */
export const failures: Rule = ({ history: { calls, faults } }) => {
  const felt = faults.filter(({ failsCalls }) => failsCalls);
  return calls
    .filter(({ status }) => status === undefined || status >= 500)
    .filter(({ startedAt, endedAt }) => !disturbed(felt, startedAt, endedAt))
    .map(({ id, method, path, status, error, startedAt }) => ({
      of: `call ${id}`,
      what: `${method} ${path} at ${clock(startedAt)}: ${status ?? error}`,
    }));
};
