import { readOtlp, type StoredSpan } from './otlp.js';

export type { StoredSpan } from './otlp.js';

/** What a list shows of a trace. */
export interface TraceSummary {
  traceId: string;
  /** The name of the span with which it began. */
  name: string;
  /** The services that took part, in the order in which they began. */
  services: string[];
  startMs: number;
  durationMs: number;
  spans: number;
  failed: boolean;
}

const MOST_TRACES = 3_000;
const MOST_SPANS_A_TRACE = 1_000;
/** All spans together take about 60 MB at most. */
const MOST_SPANS = 60_000;
const MOST_FOUND = 50;

/** Keeps the newest traces in memory. A trace that goes on counts as new, so that the end of a story has its beginning. */
export class TraceStore {
  /** The spans by their id, by the id of their trace. The first trace is the one that has gone on least recently. */
  private readonly traces = new Map<string, Map<string, StoredSpan>>();
  private size = 0;

  constructor(private readonly mostTraces = MOST_TRACES) {}

  /**
   * Takes the body of `POST /v1/traces`.
   * @param otlp OTLP in JSON, parsed.
   * @throws {MalformedTracesError} when it is something else. Then nothing of it is kept.
   */
  receive(otlp: unknown): void {
    for (const span of readOtlp(otlp)) this.add(span);
    while (this.traces.size > this.mostTraces || this.size > MOST_SPANS) this.forgetOldest();
  }

  /**
   * The newest traces in which something is like `text`: the trace's id, which is the request's id, or the name or the value
   * of an attribute of a span, such as the id of an order or a ticket.
   * @param text '' finds all. Upper and lower case are the same.
   * @param passes which of these are wanted.
   */
  find(
    text: string,
    limit = MOST_FOUND,
    passes: (trace: TraceSummary) => boolean = () => true,
  ): TraceSummary[] {
    const wanted = text.trim().toLowerCase();
    const found = [...this.traces]
      .filter(([id, spans]) => isLike(wanted, id, spans))
      .map(([, spans]) => summary([...spans.values()]))
      .filter(passes);
    return found.sort((a, b) => b.startMs - a.startMs).slice(0, limit);
  }

  /** The spans of a trace by their start. There is none when it is not known. */
  trace(traceId: string): StoredSpan[] {
    return byStart([...(this.traces.get(traceId.toLowerCase())?.values() ?? [])]);
  }

  private add(span: StoredSpan): void {
    const spans = this.traces.get(span.traceId) ?? new Map<string, StoredSpan>();
    this.traces.delete(span.traceId);
    this.traces.set(span.traceId, spans);
    // a sender that saw no answer sends a span again
    if (spans.has(span.spanId) || spans.size >= MOST_SPANS_A_TRACE) return;
    spans.set(span.spanId, span);
    this.size++;
  }

  private forgetOldest(): void {
    const [oldest] = this.traces;
    if (!oldest) return;
    const [id, spans] = oldest;
    this.traces.delete(id);
    this.size -= spans.size;
  }
}

function isLike(wanted: string, traceId: string, spans: Map<string, StoredSpan>): boolean {
  if (wanted === '' || traceId.startsWith(wanted)) return true;
  const has = (value: unknown) => String(value).toLowerCase().includes(wanted);
  for (const { name, attributes } of spans.values())
    if (has(name) || Object.values(attributes).some(has)) return true;
  return false;
}

const byStart = (spans: StoredSpan[]) => spans.sort((a, b) => a.startMs - b.startMs);

function summary(spans: StoredSpan[]): TraceSummary {
  const [first] = byStart(spans);
  const known = new Set(spans.map(({ spanId }) => spanId));
  // the span that waits for the first one may have begun in the same millisecond on another clock
  const root =
    spans.find(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId)) ?? first!;
  const startMs = first!.startMs;
  const endMs = Math.max(...spans.map((span) => span.startMs + span.durationMs));
  return {
    traceId: root.traceId,
    name: root.name,
    services: [...new Set(spans.map(({ service }) => service))],
    startMs,
    durationMs: endMs - startMs,
    spans: spans.length,
    failed: spans.some(({ status }) => status === 'error'),
  };
}
