import type { StripeServer } from './stripe-server.js';
import { StripeSuite, clientOf, createManual, failure } from './testing/stripe-suite.js';

interface Body {
  error?: { code?: string; message: string; param?: string; type: string; payment_intent?: object };
  id?: string;
  status?: string;
  metadata?: object;
}

describe('access to the API', () => {
  const suite = new StripeSuite();
  let server: StripeServer;
  beforeAll(async () => {
    server = await suite.server();
  });
  afterAll(() => suite.end());

  async function call(path: string, init: RequestInit = {}): Promise<{ status: number; body: Body }> {
    const response = await fetch(server.url + path, init);
    return { status: response.status, body: (await response.json()) as Body };
  }
  const form = (parameters: Record<string, string>) => ({
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  const paid = async () => createManual(clientOf(server), { metadata: { userId: 'secret' } });

  it('takes the secret key as Bearer and as Basic', async () => {
    const { secretKey } = server.keys;
    expect((await call('/v1/payment_intents', bearer(secretKey))).status).toBe(200);
    const basic = Buffer.from(`${secretKey}:`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    expect((await call('/v1/payment_intents', { headers })).status).toBe(200);
  });

  it('refuses a request without a key, and shows only the ends of a wrong one', async () => {
    expect(await call('/v1/payment_intents')).toMatchObject({
      status: 401,
      body: { error: { type: 'invalid_request_error' } },
    });
    const { status, body } = await call('/v1/payment_intents', bearer('sk_test_standin_wrong1234'));
    expect(status).toBe(401);
    expect(body.error?.message).toMatch(/^Invalid API Key provided: sk_test_\*+1234$/);
  });

  it('lets a publishable key only read and confirm a payment whose secret it knows', async () => {
    const { id, client_secret } = await paid();
    const key = server.keys.publishableKey;
    const own = { key, client_secret: client_secret ?? '' };
    const query = new URLSearchParams(own).toString();
    const read = await call(`/v1/payment_intents/${id}?${query}`);
    expect(read).toMatchObject({ status: 200, body: { id, status: 'requires_payment_method' } });
    expect(read.body).not.toHaveProperty('metadata');
    for (const [path, init] of [
      ['/v1/payment_intents', bearer(key)],
      ['/v1/payment_intents', form({ key, amount: '100', currency: 'usd' })],
      [`/v1/payment_intents/${id}/capture`, form(own)],
      [`/v1/payment_intents/${id}/cancel`, form(own)],
      ['/v1/refunds', form({ key, payment_intent: id })],
      ['/v1/events', bearer(key)],
    ] as const)
      expect(await call(path, init)).toMatchObject({
        status: 403,
        body: { error: { code: 'secret_key_required' } },
      });
  });

  it.each([undefined, 'wrong', 'pi_other_secret_x'])(
    'refuses a publishable key with the secret %s',
    async (secret) => {
      const { id } = await paid();
      const key = server.keys.publishableKey;
      const body = form({
        key,
        payment_method: 'pm_card_visa',
        ...(secret === undefined ? {} : { client_secret: secret }),
      });
      const { status, body: answer } = await call(`/v1/payment_intents/${id}/confirm`, body);
      expect(status).toBe(400);
      expect(answer.error?.param).toBe('client_secret');
      expect(answer.error).not.toHaveProperty('payment_intent');
      expect((await clientOf(server).paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
    },
  );

  it('confirms with card data and the publishable key, and shows a browser no metadata', async () => {
    const { id, client_secret } = await paid();
    const card = (number: string) => ({
      key: server.keys.publishableKey,
      client_secret: client_secret ?? '',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '40',
      'payment_method_data[card][cvc]': '123',
    });
    const declined = await call(`/v1/payment_intents/${id}/confirm`, form(card('4000000000000002')));
    expect(declined).toMatchObject({ status: 402, body: { error: { code: 'card_declined' } } });
    expect(declined.body.error?.payment_intent).toMatchObject({ id, status: 'requires_payment_method' });
    expect(declined.body.error?.payment_intent).not.toHaveProperty('metadata');
    const taken = await call(`/v1/payment_intents/${id}/confirm`, form(card('4242 4242 4242 4242')));
    expect(taken).toMatchObject({ status: 200, body: { id, status: 'requires_capture' } });
    expect(taken.body).not.toHaveProperty('metadata');
  });

  it.each([
    [{ number: '4242424242424241' }, 'incorrect_number', 'number'],
    [{ number: '4242' }, 'invalid_number', 'number'],
    [{ exp_month: '13' }, 'invalid_expiry_month', 'exp_month'],
    [{ exp_year: '2001' }, 'invalid_expiry_year', 'exp_year'],
    [{ cvc: '12' }, 'invalid_cvc', 'cvc'],
    [{ number: '4111111111111111' }, 'card_declined', undefined],
  ])('refuses the card %j', async (wrong, code, param) => {
    const stripe = clientOf(server);
    const { id } = await createManual(stripe);
    const card = { number: '4242424242424242', exp_month: '12', exp_year: '2040', cvc: '123', ...wrong };
    const data = { type: 'card', card } as object;
    const error = await failure(
      stripe.paymentIntents.confirm(id, { payment_method_data: data as { type: 'card' } }),
    );
    expect(error).toMatchObject({ rawType: 'card_error', statusCode: 402, code });
    expect(error.param).toBe(param);
  });

  it('refuses what it does not have with an error of Stripe', async () => {
    const stripe = clientOf(server);
    const unknown = await failure(stripe.customers.create({ email: 'a@b.c' }));
    expect(unknown).toMatchObject({ rawType: 'invalid_request_error', statusCode: 404 });
    expect(unknown.message).toMatch(/^Unrecognized request URL \(POST: \/v1\/customers\)/);
    const customer = await failure(createManual(stripe, { customer: 'cus_1' }));
    expect(customer).toMatchObject({ code: 'parameter_unknown', param: 'customer' });
    const euro = await failure(createManual(stripe, { currency: 'eur' }));
    expect(euro).toMatchObject({ statusCode: 400, param: 'currency' });
    const version = await failure(stripe.paymentIntents.list({}, { apiVersion: '2020-08-27' }));
    expect(version.message).toMatch(/^Invalid Stripe API version: 2020-08-27/);
    const expand = await failure(stripe.paymentIntents.list({ expand: ['data.customer'] }));
    expect(expand.message).toBe('This property cannot be expanded (data.customer).');
  });

  it('answers scripts of other origins, and gives each request an id', async () => {
    const response = await fetch(`${server.url}/v1/payment_intents`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('request-id')).toMatch(/^req_\w{14}$/);
    expect((await fetch(`${server.url}/v1/payment_intents`, { method: 'OPTIONS' })).status).toBe(204);
  });

  it('refuses bodies that are too large, too deep or not form-encoded', async () => {
    const { headers } = bearer(server.keys.secretKey);
    const post = (body: string, type = 'application/x-www-form-urlencoded') =>
      call('/v1/payment_intents', { method: 'POST', headers: { ...headers, 'content-type': type }, body });
    expect((await post(`amount=${'1'.repeat(200_000)}`)).status).toBe(413);
    expect((await post(`metadata${'[a]'.repeat(30)}=1`)).status).toBe(400);
    expect((await post('{"amount":100}', 'application/json')).status).toBe(400);
  });
});
