import type { Call } from '../../history.js';
import { clock, disturbed } from '../time.js';
import type { Rule } from '../violation.js';

/** A request waits this long for the bank, then it asks the buyer to try again. Only a busy machine is so slow. */
const PATIENCE_MS = 4_000;

/** Every call gets an answer that is not a 5xx, unless a fault befell a process that callers need. */
export const failures: Rule = ({ history: { calls, faults } }) => {
  const felt = faults.filter(({ failsCalls }) => failsCalls);
  return calls
    .filter(({ status }) => status === undefined || status >= 500)
    .filter((call) => !disturbed(felt, call.startedAt, call.endedAt) && !isSlowBank(call))
    .map(({ id, method, path, status, error, startedAt }) => ({
      of: `call ${id}`,
      what: `${method} ${path} at ${clock(startedAt)}: ${status ?? error}`,
    }));
};

function isSlowBank({ path, status, startedAt, endedAt }: Call): boolean {
  return path === '/api/payments' && status === 503 && endedAt - startedAt >= PATIENCE_MS;
}
