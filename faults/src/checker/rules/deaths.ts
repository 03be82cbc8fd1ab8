import { clock } from '../time.js';
import type { Rule } from '../violation.js';

/** A process that got a signal stops in good order, within this time. */
const STOP_MS = 25_000;

/** No process ends by itself. */
export const deaths: Rule = ({ history }) =>
  history.deaths
    .filter(
      ({ process, at }) =>
        !history.faults.some(
          ({ ends, from, to }) => ends.includes(process) && from <= at && at <= Math.max(to, from + STOP_MS),
        ),
    )
    .map(({ process, at }) => ({ of: process, what: `ended by itself at ${clock(at)}` }));
