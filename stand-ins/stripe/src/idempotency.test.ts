import type Stripe from 'stripe';
import { Idempotency, describeRequest } from './http/idempotency.js';
import { Store } from './store/store.js';
import { StripeSuite, clientOf, createManual, failure } from './testing/stripe-suite.js';

const HOUR_MS = 3_600_000;

describe('idempotency keys', () => {
  const suite = new StripeSuite();
  afterAll(() => suite.end());

  async function slow(): Promise<Stripe> {
    return clientOf(await suite.server({ flags: ['--latency', '300ms'] }));
  }

  it('are refused with 409 while the first request runs, and have one effect', async () => {
    const stripe = await slow();
    const ask = () => createManual(stripe, {}, { idempotencyKey: 'one' });
    const results = await Promise.allSettled([ask(), ask(), ask()]);
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(refused).toHaveLength(2);
    for (const error of refused)
      expect(error).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('with other parameters are refused while the first request runs, too', async () => {
    const stripe = await slow();
    const first = createManual(stripe, {}, { idempotencyKey: 'one' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const other = await failure(createManual(stripe, { amount: 60 }, { idempotencyKey: 'one' }));
    expect(other).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
    await first;
  });

  it('do not keep a refusal of the parameters', async () => {
    const stripe = clientOf(await suite.server());
    const key = { idempotencyKey: 'one' };
    expect((await failure(createManual(stripe, { amount: 1 }, key))).code).toBe('amount_too_small');
    expect((await createManual(stripe, {}, key)).amount).toBe(1999);
  });

  it('keep a refusal of the state', async () => {
    const stripe = clientOf(await suite.server());
    const { id } = await createManual(stripe);
    const capture = () => failure(stripe.paymentIntents.capture(id, {}, { idempotencyKey: 'capture' }));
    const first = await capture();
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    const second = await capture();
    expect(second.message).toBe(first.message);
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true' });
  });

  it.each([
    ['error=1', 0],
    ['after=1', 1],
  ])('keep an answer 500 (%s), after which %i payments are there', async (faults, count) => {
    const dir = suite.directory();
    const server = await suite.server({ dir, flags: ['--api-faults', faults] });
    const stripe = clientOf(server);
    const ask = () => failure(createManual(stripe, {}, { idempotencyKey: 'one' }));
    expect(await ask()).toMatchObject({ statusCode: 500, rawType: 'api_error' });
    expect((await ask()).headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(count);
  });

  it('end after 24 hours', () => {
    const store = new Store({ directory: undefined, failed: () => undefined });
    const keys = new Idempotency(store);
    const start = new Date('2026-01-01T00:00:00Z');
    const later = (hours: number) => new Date(start.getTime() + hours * HOUR_MS);
    const answer = { request: 'r', status: 200, body: '{}', requestId: 'req_1', at: start.getTime() };
    store.transact((transaction) => transaction.put('answers', 'key', answer));
    expect(keys.begin('key', 'r', later(23.9))).toEqual(answer);
    expect(() => keys.begin('key', 'other', later(23.9))).toThrow(/same parameters/);
    expect(keys.begin('key', 'other', later(24.1))).toBeUndefined();
    keys.prune(later(23.9));
    expect(store.values('answers')).toHaveLength(1);
    keys.prune(later(24.1));
    expect(store.values('answers')).toHaveLength(0);
  });

  it('stand for the parameters, in any order', () => {
    const one = describeRequest('POST', '/v1/a', { a: '1', b: { c: '2', d: ['3', '4'] } });
    expect(describeRequest('POST', '/v1/a', { b: { d: ['3', '4'], c: '2' }, a: '1' })).toBe(one);
    expect(describeRequest('POST', '/v1/a', { a: '1', b: { c: '2', d: ['4', '3'] } })).not.toBe(one);
    expect(describeRequest('POST', '/v1/b', { a: '1', b: { c: '2', d: ['3', '4'] } })).not.toBe(one);
  });
});
