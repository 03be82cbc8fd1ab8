import { currentSpan, currentTraceparent, type InSpan, within } from '../telemetry/trace-context.js';
import { isTracing, recordSpan, REST, span } from '../telemetry/tracing/span.js';

/** An item that waits for its batch. */
export interface Wait {
  /** What waits. */
  parent: InSpan | string;
  from: number;
}

/** Notes who waits from now on. It is undefined while tracing is off, and for work outside of traces. */
export function beginWait(): Wait | undefined {
  const parent = isTracing() ? (currentSpan() ?? currentTraceparent()) : undefined;
  return parent === undefined ? undefined : { parent, from: Date.now() };
}

/** Records of each item how long it waited for the end of a rest, which ends now. */
export function endRest(waiting: readonly { wait: Wait | undefined }[], from: number): void {
  for (const { wait } of waiting)
    if (wait) recordSpan(REST, wait.parent, { from: Math.max(from, wait.from) });
}

/**
 * Runs a batch. Its span is in the trace of the first item, with links to the others. Each of these has a span in its own
 * trace, from when it came to when the batch ended, with a link to the span of the batch.
 */
export function inBatch<T>(batch: readonly { wait: Wait | undefined }[], work: () => Promise<T>): Promise<T> {
  if (!isTracing()) return work();
  const [first, ...others] = batch.map(({ wait }) => wait);
  if (!first || others.length === 0) return work();
  const attributes = { 'batch.size': batch.length };
  const links = others.map((wait) => wait && traceparentOf(wait));
  const run = async () => {
    try {
      return await work();
    } finally {
      const toBatch = { attributes, links: [currentTraceparent()] };
      for (const wait of others)
        if (wait) recordSpan('wait for batch', wait.parent, { ...toBatch, from: wait.from });
    }
  };
  return within(first.parent, () => span('batch', { attributes, links }, run));
}

const traceparentOf = ({ parent }: Wait) => (typeof parent === 'object' ? parent.traceparent : parent);
