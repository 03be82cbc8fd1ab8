import { type HrTime, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetry } from './open-telemetry.js';
import { useTracer } from './span.js';

/** A span as tests look at it. */
export interface SeenSpan {
  name: string;
  kind: string;
  traceId: string;
  spanId: string;
  parent: string | undefined;
  attributes: Record<string, unknown>;
  /** The ids of the spans to which it has links. */
  links: string[];
  failure: string | undefined;
  startMs: number;
  endMs: number;
}

/** Turns tracing on, and keeps the spans for a test. The test calls `stop` in the end. */
export function recordSpans({ ratio = 1 } = {}) {
  const exported: ReadableSpan[] = [];
  const exporter: SpanExporter = {
    export: (spans, done) => {
      exported.push(...spans);
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
  };
  const tracer = new OpenTelemetry({ service: 'test', endpoint: 'http://localhost', ratio, exporter });
  useTracer(tracer);
  return {
    /** For code that makes spans with the API of OpenTelemetry. */
    provider: tracer.provider,
    /** Those that have ended and were sent. */
    seen: async () => {
      await tracer.flush();
      return exported.map(asSeen);
    },
    stop: () => {
      useTracer(undefined);
      return tracer.stop();
    },
  };
}

const ms = ([seconds, nanos]: HrTime) => seconds * 1_000 + nanos / 1e6;

function asSeen(span: ReadableSpan): SeenSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    name: span.name,
    kind: SpanKind[span.kind].toLowerCase(),
    traceId,
    spanId,
    parent: span.parentSpanContext?.spanId,
    attributes: span.attributes,
    links: span.links.map(({ context }) => context.spanId),
    failure: span.status.message,
    startMs: ms(span.startTime),
    endMs: ms(span.endTime),
  };
}
