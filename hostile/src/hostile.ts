import type { PersonName } from './cast/person.js';
import type { Sending } from './send/exchange.js';

/** A hostile request, and what must not come of it. */
export interface Hostile extends Sending {
  /** In a few words, such as `charset utf-7`. */
  what: string;
  /** Whose session the request really has. Nobody's, when it is forged or missing. */
  as?: PersonName;
  /**
   * `be refused`: an answer that says that it was done is wrong. `do no harm`: it may be answered, and nothing may change
   * and nothing may be told.
   */
  must: 'be refused' | 'do no harm';
  /** Two answers are right where two whole requests were sent. Usually there is one. */
  mostAnswers?: number;
}
