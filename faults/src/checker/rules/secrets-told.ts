import type { Rule } from '../violation.js';

/** Client secrets and the numbers of cards stand in no log, no event and no database. */
export const secretsTold: Rule = ({ snapshot: { secretsIn } }) =>
  secretsIn.map((of) => ({ of, what: 'has a client secret or the number of a card in it' }));
