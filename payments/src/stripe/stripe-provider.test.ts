import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { OpenTelemetry } from '@ticketing/common/open-telemetry';
import { span, useTracer } from '@ticketing/common/telemetry';
import { StripeProvider } from './stripe-provider.js';

/** A span as the tests look at it. */
interface Sent {
  name: string;
  kind: number;
  spanContext(): { traceId: string; spanId: string };
  parentSpanContext?: { spanId: string };
  status: { message?: string };
}

const CLIENT = 2;
let server: Server;
const seen: Record<string, unknown>[] = [];
beforeAll(async () => {
  server = createServer((req, res) => {
    seen.push(req.headers);
    res.statusCode = 402;
    res.end(JSON.stringify({ error: { type: 'card_error', code: 'card_declined', message: 'for Ann' } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close().closeAllConnections());

it('shows a call of the provider as a span, and tells the provider nothing of the trace', async () => {
  const sent: Sent[] = [];
  const tracer = new OpenTelemetry({
    service: 'payments',
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
  useTracer(tracer);
  const standInUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new StripeProvider({ secretKey: 'sk_test_1', standInUrl });
  await expect(span('work', {}, () => provider.capture('pi_1'))).rejects.toThrow();
  useTracer(undefined);
  await tracer.stop();
  const [call, work] = sent;
  expect(call).toMatchObject({
    name: 'stripe capture',
    kind: CLIENT,
    status: { message: 'ProviderError card_declined' },
  });
  expect(call!.parentSpanContext?.spanId).toBe(work!.spanContext().spanId);
  expect(seen).toEqual([expect.not.objectContaining({ traceparent: expect.anything() as unknown })]);
});
