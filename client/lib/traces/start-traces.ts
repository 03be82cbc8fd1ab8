import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OpenTelemetry } from '@ticketing/common/open-telemetry';
import { sendBeforeExit } from './send-before-exit';
import { siteSpans } from './site-spans';

/** Next.js has no logger. */
function report(error: Error | undefined): void {
  const msg = error ? 'traces cannot be sent; they are lost until they can' : 'traces are sent again';
  console.warn(JSON.stringify({ level: 'warn', msg, reason: error?.message }));
}

/** Turns tracing on. Next.js makes a span of each request and of its parts then, and `call` one of each call. */
export function startTraces(receiver: { endpoint: string; ratio: number }): void {
  process.env.NEXT_OTEL_FETCH_DISABLED = '1'; // `call` makes a better span
  const tracer = new OpenTelemetry({ service: 'client', ...receiver, report, filter: siteSpans });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracer.provider);
  sendBeforeExit(() => tracer.stop());
}
