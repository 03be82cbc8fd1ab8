import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C trace context: `version-traceId-spanId-flags`, https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const storage = new AsyncLocalStorage<string>();

/**
 * Runs `work` in one trace: everything that it logs and every event that it causes carries this trace.
 * @param incoming the `traceparent` of the request or event. A new trace begins when it is missing or malformed.
 */
export function withTrace<T>(incoming: string | undefined, work: () => T): T {
  const random = randomDigits();
  const traceId = (incoming && TRACEPARENT.exec(incoming)?.[1]) ?? random.slice(16);
  return storage.run(`00-${traceId}-${random.slice(0, 16)}-00`, work);
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
  return storage.getStore();
}

/** The 32 hex digits that identify the trace. Logs and the `x-request-id` header show them. */
export function currentTraceId(): string | undefined {
  return storage.getStore()?.slice(3, 35);
}
