import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C trace context: `version-traceId-spanId-flags`, https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A part of a trace that is in work. */
export interface InSpan {
  /** The `traceparent` of what this part causes. */
  readonly traceparent: string;
}

/** While tracing is off, a trace is only its text. A second storage would cost as much again in each promise. */
const storage = new AsyncLocalStorage<string | InSpan | undefined>();

/**
 * Runs `work` in one trace: everything that it logs and every event that it causes carries this trace.
 * @param incoming the `traceparent` of the request or event. A new trace begins when it is missing or malformed.
 */
export function withTrace<T>(incoming: string | undefined, work: () => T): T {
  const random = randomDigits();
  const traceId = (incoming && TRACEPARENT.exec(incoming)?.[1]) ?? random.slice(16);
  return storage.run(`00-${traceId}-${random.slice(0, 16)}-00`, work);
}

/** Runs `work` in a span, or in the part of a trace that has this `traceparent`. */
export function within<T>(span: InSpan | string, work: () => T): T {
  return storage.run(span, work);
}

/** Runs `work` in no trace. This is for work that nobody waits for: it would make a trace look longer than it was. */
export function withoutTrace<T>(work: () => T): T {
  return storage.run(undefined, work);
}

/** The function `work` for a caller that runs in another trace. It runs in the trace of the present. */
export function inThisTrace<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const present = storage.getStore();
  return (...args) => storage.run(present, work, ...args);
}

/** The hex digits of a trace id and a span id. */
const DIGITS = 48;
/** A call for random bytes costs more than the bytes, so this many traces share one. */
const TRACES_A_CALL = 128;
let digits = '';

function randomDigits(): string {
  if (digits.length === 0) digits = randomBytes((TRACES_A_CALL * DIGITS) / 2).toString('hex');
  const taken = digits.slice(0, DIGITS);
  digits = digits.slice(DIGITS);
  return taken;
}

/** The `traceparent` to pass on. It is undefined outside `withTrace`. */
export function currentTraceparent(): string | undefined {
  const current = storage.getStore();
  return typeof current === 'object' ? current.traceparent : current;
}

/** The 32 hex digits that identify the trace. Logs and the `x-request-id` header show them. */
export function currentTraceId(): string | undefined {
  return currentTraceparent()?.slice(3, 35);
}

/** The span in which this code runs. It is undefined outside of spans, and while tracing is off. */
export function currentSpan(): InSpan | undefined {
  const current = storage.getStore();
  return typeof current === 'object' ? current : undefined;
}
