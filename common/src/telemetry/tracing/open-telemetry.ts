import {
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer as OpenTelemetryTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { InSpan } from '../trace-context.js';
import { KeptSpans } from './kept-spans.js';
import { RecordAllSampler } from './record-all-sampler.js';
import { ReportingExporter } from './reporting-exporter.js';
import type { Attributes, OpenSpan, SpanOptions, Tracer } from './span.js';

// This module loads the SDK. `startTracing` imports it, and nothing else does

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
/** A receiver that is away costs the spans over this number, and nothing else. */
const MOST_WAITING = 8_192;
/** A span is sent within this time. */
const SEND_EVERY_MS = 1_000;
const SEND_LIMIT_MS = 5_000;
const MOST_CHARACTERS = 256;

export interface OpenTelemetryOptions {
  service: string;
  /** The address of a receiver of OTLP/HTTP without the path, such as `http://localhost:4318`. */
  endpoint: string;
  /** The part of the traces that is sent, from 0 to 1. */
  ratio: number;
  /** Default: one that sends OTLP/HTTP in JSON. */
  exporter?: SpanExporter;
  /** A span as it is sent; undefined when it is not. Default: as it is. */
  filter?: (span: ReadableSpan) => ReadableSpan | undefined;
  /** Hears the error when spans can no longer be sent, and nothing when they can be sent again. */
  report?: (error: Error | undefined) => void;
}

/** Makes spans with OpenTelemetry. It keeps no context of its own: the spans are in the storage of `trace-context`. */
export class OpenTelemetry implements Tracer {
  /** For code that makes spans with the API of OpenTelemetry. */
  readonly provider: BasicTracerProvider;
  private readonly tracer: OpenTelemetryTracer;

  constructor({
    service,
    endpoint,
    ratio,
    exporter = otlp(endpoint),
    report = () => undefined,
    filter,
  }: OpenTelemetryOptions) {
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      sampler: new RecordAllSampler(ratio),
      spanProcessors: [
        new KeptSpans(
          new BatchSpanProcessor(new ReportingExporter(exporter, report, filter), {
            maxQueueSize: MOST_WAITING,
            scheduledDelayMillis: SEND_EVERY_MS,
            exportTimeoutMillis: SEND_LIMIT_MS,
          }),
        ),
      ],
      spanLimits: { attributeValueLengthLimit: MOST_CHARACTERS },
    });
    this.tracer = this.provider.getTracer('@ticketing/common');
  }

  open(name: string, parent: InSpan | string | undefined, options: SpanOptions): OpenSpan {
    const { kind, attributes, links, from } = options;
    const span = this.tracer.startSpan(
      name,
      {
        kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind],
        ...(attributes && { attributes }),
        ...(links && { links: links.flatMap(linkTo) }),
        ...(from !== undefined && { startTime: Math.min(from, Date.now()) }),
      },
      contextOf(parent),
    );
    return new OpenTelemetrySpan(span);
  }

  /** Sends what has ended. */
  flush(): Promise<void> {
    return this.provider.forceFlush();
  }

  /** Sends what has ended, and makes no more spans. */
  stop(): Promise<void> {
    return this.provider.shutdown();
  }
}

class OpenTelemetrySpan implements OpenSpan {
  readonly traceparent: string;

  constructor(readonly span: Span) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-0${traceFlags & 1}`;
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  annotate(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  end(failure?: unknown): void {
    if (failure !== undefined) this.tell(failure);
    this.span.end();
  }

  /** Only the kind of an error is told: its text may quote what people wrote. */
  private tell(failure: unknown): void {
    const { name = 'unknown', code, status } = failure as { name?: string; code?: unknown; status?: unknown };
    const type = typeof code === 'string' || typeof code === 'number' ? `${name} ${code}` : name;
    this.span.setAttribute('error.type', type);
    if (typeof status === 'number' && status < 500) return; // an `HttpError` that refuses a request
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: type });
  }
}

function otlp(endpoint: string): SpanExporter {
  return new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: SEND_LIMIT_MS,
  });
}

function contextOf(parent: InSpan | string | undefined) {
  if (parent instanceof OpenTelemetrySpan) return trace.setSpan(ROOT_CONTEXT, parent.span);
  const context = read(typeof parent === 'object' ? parent.traceparent : parent);
  return context ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}

function linkTo(traceparent: string | undefined): Link[] {
  const context = read(traceparent);
  return context ? [{ context }] : [];
}

function read(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = (traceparent && TRACEPARENT.exec(traceparent)) || [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
}
