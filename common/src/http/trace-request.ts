import type { RequestHandler } from 'express';
import { currentTraceId, within, withTrace } from '../telemetry/trace-context.js';
import { openSpan } from '../telemetry/tracing/span.js';

/** Answers a request in the trace of its caller, or in a new one. The answer names the trace in `x-request-id`. */
export const traceRequest: RequestHandler = (req, res, next) => {
  const incoming = req.get('traceparent');
  const answer = () => {
    res.set('x-request-id', currentTraceId());
    next();
  };
  const { method, path } = req;
  const span = openSpan(method, incoming, {
    kind: 'server',
    attributes: { 'http.request.method': method, 'url.path': path },
  });
  if (!span) return withTrace(incoming, answer);
  res.once('close', () => {
    const { statusCode, writableFinished } = res;
    const route = (req.route as { path?: unknown } | undefined)?.path;
    if (typeof route === 'string') {
      span.rename(`${method} ${route}`);
      span.annotate({ 'http.route': route });
    }
    span.annotate({ 'http.response.status_code': statusCode });
    if (!writableFinished) span.annotate({ 'http.aborted': true });
    span.end(statusCode >= 500 ? { name: String(statusCode) } : undefined);
  });
  within(span, answer);
};
