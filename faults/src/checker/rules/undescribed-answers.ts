import type { Rule } from '../violation.js';

/** Every answer is one that `openapi.yaml` describes, during faults too. */
export const undescribedAnswers: Rule = ({ history: { calls } }) =>
  calls.flatMap(({ id, undescribed }) =>
    undescribed === undefined ? [] : [{ of: `call ${id}`, what: undescribed }],
  );
