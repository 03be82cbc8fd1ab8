import { currentTraceparent } from '../telemetry/trace-context.js';
import { continueTrace, isTracing, recordSpan } from '../telemetry/tracing/span.js';

/** An item that waits for its batch. */
export interface Wait {
  traceparent: string | undefined;
  from: number;
}

/** Notes who waits from now on. It is undefined while tracing is off. */
export function beginWait(): Wait | undefined {
  return isTracing() ? { traceparent: currentTraceparent(), from: Date.now() } : undefined;
}

/**
 * Runs a batch. Its span is in the trace of the first item, with links to the others. Each of these has a span in its own
 * trace, from when it came to when the batch ended, with a link to the span of the batch.
 */
export function inBatch<T>(batch: readonly { wait: Wait | undefined }[], work: () => Promise<T>): Promise<T> {
  const [first, ...others] = batch.map(({ wait }) => wait);
  if (!first?.traceparent || others.length === 0) return work();
  const attributes = { 'batch.size': batch.length };
  const links = others.map((wait) => wait?.traceparent);
  return continueTrace(first.traceparent, 'batch', { attributes, links }, async () => {
    try {
      return await work();
    } finally {
      const toBatch = { attributes, links: [currentTraceparent()] };
      for (const wait of others)
        if (wait?.traceparent)
          recordSpan('wait for batch', wait.traceparent, { ...toBatch, from: wait.from });
    }
  });
}
