import { serviceOf } from '../places.js';
import type { CrashPoint } from '../point.js';
import { credentials, crowd, guesses, outdatedHash } from './accounts.js';
import {
  backlog,
  busAway,
  restart,
  startWithoutBus,
  startWithoutStore,
  storeDies,
  terminate,
} from './processes.js';
import type { Stimulus } from './stimulus.js';
import { contention, metrics, overdue, unheardOf, unhandled } from './trade.js';

// the first that fits; elsewhere the load alone is enough
const STIMULI: [RegExp, Stimulus][] = [
  [/connectMongo#2/, startWithoutStore],
  [/openWithin#2/, startWithoutBus],
  [/NatsConnection\.reopen/, busAway],
  [/dead-letter|Listener\.park|Listener\.handle#[13]$/, unhandled],
  [/sweepAll#2/, backlog],
  [/Listener\.attempt#2/, storeDies],
  [/retry-on-conflict|runAlone|runRound#3/, contention],
  [/health\.ts/, metrics],
  [/findTicket#2/, unheardOf],
  [/isOver#1/, overdue],
  [/Bucket\.take#3|takeAll#2/, guesses],
  [/Turnstile\.pass#1/, crowd],
  [/authenticate#3|rehash/, outdatedHash],
];

/** What a place needs that neither the load nor a start nor a stop brings. */
export function specialStimulus({ name }: CrashPoint): Stimulus | undefined {
  return STIMULI.find(([pattern]) => pattern.test(name))?.[1];
}

/** What brings `instance` to `point`; undefined where the load does. */
export function stimulusFor(point: CrashPoint, instance: string): Stimulus | undefined {
  const { way } = point;
  const special = specialStimulus(point);
  if (special) return special;
  if (way === 'start') return restart;
  if (way === 'stop') return terminate;
  // who buys and sells has signed in long ago
  return serviceOf(instance) === 'auth' ? credentials : undefined;
}
