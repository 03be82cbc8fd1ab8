import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Tells when spans can no longer be sent, and when they can again. It tells each of them once, not for every batch. */
export class ReportingExporter implements SpanExporter {
  private failing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly report: (error: Error | undefined) => void,
    private readonly filter: (span: ReadableSpan) => ReadableSpan | undefined = (span) => span,
  ) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    const sent = spans.flatMap((span) => this.filter(span) ?? []);
    this.exporter.export(sent, (result) => {
      const failed = result.error !== undefined;
      if (failed !== this.failing) this.report(result.error);
      this.failing = failed;
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
