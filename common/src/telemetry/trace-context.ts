import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C trace context: `version-traceId-spanId-flags`, https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const storage = new AsyncLocalStorage<string>();

/**
 * Runs `work` so that everything it logs and every event it causes carries one trace.
 * @param incoming the `traceparent` that came with the request or event; a new trace begins where it is none.
 */
export function withTrace<T>(incoming: string | undefined, work: () => T): T {
  const traceId = (incoming && TRACEPARENT.exec(incoming)?.[1]) ?? randomBytes(16).toString('hex');
  return storage.run(`00-${traceId}-${randomBytes(8).toString('hex')}-00`, work);
}

/** The `traceparent` to pass on; undefined outside `withTrace`. */
export function currentTraceparent(): string | undefined {
  return storage.getStore();
}

/** The 32 hex digits that name the trace; logs and the `x-request-id` header show it. */
export function currentTraceId(): string | undefined {
  return storage.getStore()?.slice(3, 35);
}
