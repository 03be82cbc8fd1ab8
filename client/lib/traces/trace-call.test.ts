import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { recordSpans } from '@ticketing/common/record-spans';
import { call } from '../api/call';

jest.mock('next/headers', () => ({ headers: () => Promise.resolve(new Headers()) }));

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
  const { provider, seen, stop } = recordSpans();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const { header } = asked();
  await trace.getTracer('next.js').startActiveSpan('GET /', async (page) => {
    await call('tickets', { path: '/api/tickets?q=ann' });
    page.end();
  });
  const [called, page] = await seen();
  await stop();
  const { traceId, spanId } = called!;
  expect(called).toMatchObject({
    name: 'call tickets',
    parent: page!.spanId,
    attributes: { 'url.path': '/api/tickets' },
  });
  expect(header()).toBe(`00-${traceId}-${spanId}-01`);
});
