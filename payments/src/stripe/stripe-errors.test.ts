import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@ticketing/testing';
import { ProviderError } from '../provider/provider-error.js';
import { StripeProvider } from './stripe-provider.js';

const SECRET = 'pi_1_secret_ofTheBuyer';
let server: Server;
let answer: { status: number; body: object } | 'reset';

beforeAll((done) => {
  server = createServer((req, res) => {
    if (answer === 'reset') return void req.socket.destroy();
    res.writeHead(answer.status, { 'content-type': 'application/json', 'stripe-should-retry': 'false' });
    res.end(JSON.stringify(answer.body));
  }).listen(0, '127.0.0.1', done);
});
afterAll((done) => void server.close(done));

function provider() {
  const standInUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new StripeProvider({ secretKey: 'sk_test_12345678', standInUrl });
}

const error = (type: string, code?: string) => ({
  error: { type, code, message: 'No.', payment_intent: { id: 'pi_1', client_secret: SECRET } },
});

async function failureOf(status: number, body: object): Promise<ProviderError> {
  answer = { status, body };
  return provider()
    .capture('pi_1')
    .then(
      () => Promise.reject(new Error('it did not fail')),
      (thrown: unknown) => thrown as ProviderError,
    );
}

it.each([
  ['away', 500, error('api_error')],
  ['away', 503, error('api_error')],
  ['away', 429, error('invalid_request_error', 'rate_limit')],
  ['away', 429, error('invalid_request_error', 'lock_timeout')],
  ['away', 409, error('idempotency_error', 'idempotency_key_in_use')],
  ['setup', 400, error('idempotency_error')],
  ['setup', 401, error('invalid_request_error')],
  ['setup', 403, error('invalid_request_error')],
  ['refused', 400, error('invalid_request_error', 'payment_intent_unexpected_state')],
  ['refused', 402, error('card_error', 'card_declined')],
])('the provider is %s when Stripe answers %d %j', async (kind, status, body) => {
  expect(await failureOf(status, body)).toMatchObject({ name: 'ProviderError', kind, call: 'capture' });
});

it('the provider is away when the connection breaks', async () => {
  answer = 'reset';
  await expect(provider().look('pi_1')).rejects.toMatchObject({ kind: 'away' });
});

it('a payment that Stripe does not know is none', async () => {
  answer = { status: 404, body: error('invalid_request_error', 'resource_missing') };
  expect(await provider().look('pi_1')).toBeNull();
});

it('an error has no secret in it, whatever part of it is logged', async () => {
  const thrown = await failureOf(402, error('card_error', 'card_declined'));
  const everything = [
    thrown.stack,
    ...Object.getOwnPropertyNames(thrown).map((name) => JSON.stringify(thrown[name as keyof Error])),
  ];
  expect(everything.join()).not.toContain(SECRET);
});

it('a state that Stripe invents later makes nobody do anything', async () => {
  const intent = { id: 'pi_1', status: 'requires_a_dance', metadata: { paymentId: newId() }, created: 1 };
  answer = { status: 200, body: intent };
  expect(await provider().look('pi_1')).toMatchObject({ state: 'processing' });
});
