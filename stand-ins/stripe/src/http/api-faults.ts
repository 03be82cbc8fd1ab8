import type { Handler } from '../api/call.js';
import { seededRandom } from '../seeded-random.js';

/** Deliberate faults of the API, as probabilities from 0 to 1. They concern only requests that change something. */
export interface ApiFaults {
  /** The answer is a 500, and the request had no effect. */
  error: number;
  /** The answer is a 500, and the request had its effect. */
  after: number;
  seed: number;
}

export const NO_API_FAULTS: ApiFaults = { error: 0, after: 0, seed: 1 };

const FAILED = {
  status: 500,
  body: {
    error: {
      type: 'api_error',
      message: 'An unknown error occurred. (The stand-in for Stripe was asked for such errors.)',
    },
  },
};

/** Returns a function that gives some handlers a fault. The 500 is saved for the idempotency key, as Stripe does. */
export function apiFaults({ error, after, seed }: ApiFaults): (handler: Handler) => Handler {
  const random = seededRandom(seed);
  return (handler) => {
    const drawn = random();
    if (drawn < error) return () => FAILED;
    if (drawn >= error + after) return handler;
    return (call, ...ids) => {
      handler(call, ...ids);
      return FAILED;
    };
  };
}
