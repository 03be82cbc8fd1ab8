import type { Rule } from '../violation.js';

/** After a fault every process can serve again, without help. */
export const recovery: Rule = ({ history: { faults } }) =>
  faults.flatMap(({ kind, target, stillDown = [] }) =>
    stillDown.map((of) => ({ of, what: `could not serve for long after ${kind} (${target}) had ended` })),
  );
