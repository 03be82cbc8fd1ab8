import { createHash } from 'node:crypto';
import { ApiError, invalidRequest } from '../errors.js';
import type { Store } from '../store/store.js';
import type { SavedAnswer } from '../store/tables.js';
import type { Form, FormValue } from './parse-form.js';

const KEPT_MS = 24 * 60 * 60 * 1000;
const LONGEST_KEY = 255;

/** Keeps the first answer of each idempotency key for 24 hours. */
export class Idempotency {
  private readonly running = new Map<string, string>();

  constructor(private readonly store: Store) {}

  /**
   * Call it before a request runs. Returns the saved answer of an earlier request with the key. Without one the key is
   * in use until `end`.
   * @throws ApiError 400 for the key of a request with other parameters, 409 while that request runs
   */
  begin(key: string, request: string, now: Date): SavedAnswer | undefined {
    if (key.length > LONGEST_KEY)
      throw invalidRequest(`Idempotency key is too long: at most ${LONGEST_KEY} characters are allowed.`);
    const saved = this.store.get('answers', key);
    const valid = saved && now.getTime() - saved.at < KEPT_MS ? saved : undefined;
    const earlier = this.running.get(key) ?? valid?.request;
    if (earlier !== undefined && earlier !== request) throw otherRequest(key);
    if (this.running.has(key)) throw inUse(key);
    if (!valid) this.running.set(key, request);
    return valid;
  }

  end(key: string): void {
    this.running.delete(key);
  }

  /** Forgets the keys that are older than 24 hours. */
  prune(now: Date): void {
    this.store.transact((transaction) => {
      for (const [key, { at }] of this.store.entries('answers'))
        if (now.getTime() - at >= KEPT_MS) transaction.remove('answers', key);
    });
  }
}

/** The order of parameters makes no difference. */
export function describeRequest(method: string, path: string, form: Form): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, sorted(form)]))
    .digest('base64');
}

function sorted(value: FormValue): FormValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? '')]),
  );
}

function otherRequest(key: string): ApiError {
  return new ApiError(400, {
    type: 'idempotency_error',
    message:
      'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inUse(key: string): ApiError {
  return new ApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted ' +
      `twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}
