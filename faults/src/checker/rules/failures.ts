import { clock, disturbed } from '../time.js';
import type { Rule } from '../violation.js';

/** While there is no fault of what serves the callers, every call is answered, and not with 5xx. */
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
