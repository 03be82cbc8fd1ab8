import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { recordSpans } from '@ticketing/common/record-spans';
import { span } from '@ticketing/common/telemetry';
import { StripeProvider } from './stripe-provider.js';

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
  const spans = recordSpans();
  const standInUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new StripeProvider({ secretKey: 'sk_test_1', standInUrl });
  await expect(span('work', {}, () => provider.capture('pi_1'))).rejects.toThrow();
  const [call, work] = await spans.seen();
  await spans.stop();
  expect(call).toMatchObject({
    name: 'stripe capture',
    kind: 'client',
    parent: work!.spanId,
    failure: 'ProviderError card_declined',
  });
  expect(seen).toEqual([expect.not.objectContaining({ traceparent: expect.anything() as unknown })]);
});
