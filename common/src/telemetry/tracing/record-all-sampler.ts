import {
  type Attributes,
  type Context,
  type Link,
  type SpanKind,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import {
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';

/**
 * Chooses a part of the traces, the same part in each process. A trace that another process has begun is as that process
 * chose. Every span is recorded all the same, because `KeptSpans` keeps what failed or was slow.
 */
export class RecordAllSampler implements Sampler {
  private readonly ofNew: TraceIdRatioBasedSampler;

  /** @param ratio from 0 to 1. */
  constructor(private readonly ratio: number) {
    this.ofNew = new TraceIdRatioBasedSampler(ratio);
  }

  shouldSample(
    context: Context,
    traceId: string,
    _name: string,
    _kind: SpanKind,
    _attributes: Attributes,
    _links: Link[],
  ): SamplingResult {
    const parent = trace.getSpanContext(context);
    const chosen = parent
      ? (parent.traceFlags & TraceFlags.SAMPLED) !== 0
      : this.ofNew.shouldSample(context, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
    return { decision: chosen ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD };
  }

  toString(): string {
    return `RecordAllSampler{${this.ratio}}`;
  }
}
