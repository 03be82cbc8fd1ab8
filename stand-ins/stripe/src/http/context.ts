import type { Handler, Settings } from '../api/call.js';
import type { Logger } from '../logger.js';
import type { Store } from '../store/store.js';
import type { Keys } from './authenticate.js';
import type { Idempotency } from './idempotency.js';

/** The parts of the server that its API and its pages use. */
export interface Context {
  store: Store;
  idempotency: Idempotency;
  settings: Settings;
  keys: Keys;
  /** Each request of the API waits this long before it runs, in ms. */
  latencyMs: number;
  /** Gives some handlers a deliberate fault. */
  faults: ((handler: Handler) => Handler) | undefined;
  logger: Logger;
}
