import { credentials, crowd, endings, guesses, outdatedHash } from './accounts.js';
import { oldTerms, repeated } from './listing.js';
import {
  backlog,
  busAway,
  restart,
  startWithoutBus,
  startWithoutStore,
  storeDies,
  storeFreezes,
  terminate,
} from './processes.js';
import { byHand } from './by-hand.js';
import { bankAway, bankFreezes, bankRefuses, impatient, payments, stopWhilePaying } from './payments.js';
import type { Stimulus } from './stimulus.js';
import { contention, metrics, overdue, unheardOf, unhandled } from './trade.js';

/** Every stimulus of the tour, the quick ones first. None of them knows which points it leads to: the tour finds out. */
export const STIMULI: readonly Stimulus[] = [
  metrics,
  credentials,
  endings,
  outdatedHash,
  guesses,
  crowd,
  unheardOf,
  repeated,
  payments,
  impatient,
  restart,
  terminate,
  stopWhilePaying,
  unhandled,
  contention,
  oldTerms,
  byHand,
  bankRefuses,
  overdue,
  storeDies,
  bankAway,
  storeFreezes,
  bankFreezes,
  startWithoutStore,
  startWithoutBus,
  backlog,
  busAway,
];
