import type { Rule } from '../violation.js';

/** Some time after the last fault nothing changes any more. */
export const convergence: Rule = ({ snapshot: { moved } }) =>
  moved.map((of) => ({ of, what: 'still changes, long after the last fault' }));
