import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OpenTelemetry } from '@ticketing/common/open-telemetry';
import { call } from '../api/call';

jest.mock('next/headers', () => ({ headers: () => Promise.resolve(new Headers()) }));

interface Sent {
  name: string;
  attributes: object;
  spanContext(): { traceId: string; spanId: string };
  parentSpanContext?: { spanId: string };
}

const asked = () => {
  const fetched = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() => Promise.resolve(Response.json([])));
  const header = () => new Headers(fetched.mock.calls.at(-1)?.[1]?.headers).get('traceparent');
  return { header };
};
afterEach(() => jest.restoreAllMocks());

it('tells a service of no trace while tracing is off', async () => {
  const { header } = asked();
  await call('orders', { path: '/api/orders' });
  expect(header()).toBeNull();
});

it('makes the call a part of the trace of the page, and tells the service', async () => {
  const sent: Sent[] = [];
  const { provider } = new OpenTelemetry({
    service: 'client',
    endpoint: '',
    ratio: 1,
    exporter: {
      export: (spans, done) => {
        sent.push(...spans);
        done({ code: 0 });
      },
      shutdown: () => Promise.resolve(),
    },
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const { header } = asked();
  await trace.getTracer('next.js').startActiveSpan('GET /', async (page) => {
    await call('tickets', { path: '/api/tickets?q=ann' });
    page.end();
  });
  await provider.shutdown();
  const [called, page] = sent;
  const { traceId, spanId } = called!.spanContext();
  expect(called).toMatchObject({ name: 'call tickets', attributes: { 'url.path': '/api/tickets' } });
  expect(called!.parentSpanContext?.spanId).toBe(page!.spanContext().spanId);
  expect(header()).toBe(`00-${traceId}-${spanId}-01`);
});
