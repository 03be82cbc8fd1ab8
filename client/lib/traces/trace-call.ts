import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Result } from '../api/result';

/**
 * Runs a call of a service as a part of the trace of the page. While tracing is off this only runs it.
 * @param work gets the headers that tell the service of the trace.
 */
export function traceCall<T>(
  service: string,
  { method, path }: { method: string; path: string },
  work: (headers: Record<string, string>) => Promise<Result<T>>,
): Promise<Result<T>> {
  const attributes = { 'http.request.method': method, 'url.path': path.split('?')[0]! };
  const options = { kind: SpanKind.CLIENT, attributes };
  return trace.getTracer('site').startActiveSpan(`call ${service}`, options, async (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    try {
      const result = await work(headers);
      if (!result.ok && ['busy', 'down'].includes(result.failure.kind))
        span.setStatus({ code: SpanStatusCode.ERROR });
      return result;
    } finally {
      span.end();
    }
  });
}
