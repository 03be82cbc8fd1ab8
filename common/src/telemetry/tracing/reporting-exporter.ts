import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Tells when spans can no longer be sent, and when they can again. It tells each of them once, not for every batch. */
export class ReportingExporter implements SpanExporter {
  private failing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly report: (error: Error | undefined) => void,
  ) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.exporter.export(spans, (result) => {
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
