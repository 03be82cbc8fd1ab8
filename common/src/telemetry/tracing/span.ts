import { currentSpan, currentTraceparent, type InSpan, within, withTrace } from '../trace-context.js';

/** What a span tells about itself: ids, names and counts. No title, address, email or cookie may be in it. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** Default: a part of the work of this process. */
  kind?: 'server' | 'client' | 'producer' | 'consumer';
  attributes?: Attributes;
  /** The `traceparent` of each thing that has to do with this one and is not what it is a part of. */
  links?: readonly (string | undefined)[];
  /** When it began, in ms since 1970. Default: now. A time to come counts as now. */
  from?: number;
}

/** The name of a span of a wait that is meant to be. It makes nothing slow. */
export const REST = 'rest';

/** A span that has begun. */
export interface OpenSpan extends InSpan {
  rename(name: string): void;
  annotate(attributes: Attributes): void;
  /** @param failure the error that ended it, if one did. An answer such as 404 is no failure. */
  end(failure?: unknown): void;
}

/** Makes spans. There is one while tracing is on. */
export interface Tracer {
  /** @param parent the span or the `traceparent` of which it is a part. Without one a trace begins. */
  open(name: string, parent: InSpan | string | undefined, options: SpanOptions): OpenSpan;
}

let tracer: Tracer | undefined;
let expected = false;

/** Turns tracing on with a tracer, or off without one. */
export function useTracer(next: Tracer | undefined): void {
  tracer = next;
}

/** Says that tracing will be turned on. What must be prepared for it, such as a connection to a database, asks for it. */
export function expectTracing(): void {
  expected = true;
}

export const isTracingExpected = (): boolean => expected || tracer !== undefined;

export const isTracing = (): boolean => tracer !== undefined;

/** Runs `work` as a part of the current trace. While tracing is off this only calls `work`. */
export function span<T>(name: string, options: SpanOptions, work: () => T): T {
  if (!tracer) return work();
  return runIn(tracer.open(name, currentSpan() ?? currentTraceparent(), options), work);
}

/** The use case `work`. Each call of it is a span. */
export function useCase<A extends unknown[], R>(name: string, work: (...args: A) => R): (...args: A) => R {
  return (...args) => (tracer ? span(name, {}, () => work(...args)) : work(...args));
}

/**
 * Runs `work` in the trace of the request, event or timer that caused it. So this is `withTrace` with a span.
 * @param incoming a `traceparent`. A new trace begins when it is missing or malformed.
 */
export function continueTrace<T>(
  incoming: string | undefined,
  name: string,
  options: SpanOptions,
  work: () => T,
): T {
  return tracer ? runIn(tracer.open(name, incoming, options), work) : withTrace(incoming, work);
}

/** Begins a span that somebody ends later. It is undefined while tracing is off. */
export function openSpan(
  name: string,
  parent: InSpan | string | undefined,
  options: SpanOptions = {},
): OpenSpan | undefined {
  return tracer?.open(name, parent, options);
}

/** Records something that has just ended, such as a wait. It began at `options.from`. */
export function recordSpan(name: string, parent: InSpan | string | undefined, options: SpanOptions): void {
  tracer?.open(name, parent, options).end();
}

/** Adds to the current span, if there is one. */
export function annotate(attributes: Attributes): void {
  (currentSpan() as OpenSpan | undefined)?.annotate(attributes);
}

function runIn<T>(open: OpenSpan, work: () => T): T {
  let result: T;
  try {
    result = within(open, work);
  } catch (error) {
    open.end(error);
    throw error;
  }
  if (!(result instanceof Promise)) {
    open.end();
    return result;
  }
  return result.then(
    (value: unknown) => {
      open.end();
      return value;
    },
    (error: unknown) => {
      open.end(error);
      throw error;
    },
  ) as T;
}
