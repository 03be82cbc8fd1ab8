import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import type Stripe from 'stripe';
import { StripeSuite, clientOf, createManual, failure } from './testing/stripe-suite.js';

describe('the store', () => {
  const suite = new StripeSuite();
  afterAll(() => suite.end());

  it('keeps all that was answered, and the answers themselves, through kill -9', async () => {
    const server = await suite.server({ dir: suite.directory() });
    const stripe = clientOf(server);
    const key = { idempotencyKey: 'pay:1' };
    const payment = await createManual(stripe, {}, key);
    const declined = { idempotencyKey: 'confirm:1' };
    const decline = () =>
      failure(
        stripe.paymentIntents.confirm(payment.id, { payment_method: 'pm_card_chargeDeclined' }, declined),
      );
    const first = await decline();
    const reserved = await stripe.paymentIntents.confirm(payment.id, { payment_method: 'pm_card_visa' });
    await server.kill();
    await server.start();
    expect(await stripe.paymentIntents.retrieve(payment.id)).toEqual(reserved);
    expect(await createManual(stripe, {}, key)).toEqual(payment);
    const again = await decline();
    expect(again.raw).toMatchObject({ message: first.message, charge: first.charge });
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    const other = await failure(createManual(stripe, { amount: 5000 }, key));
    expect(other.rawType).toBe('idempotency_error');
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('loses nothing that was answered when it is killed in the middle of work', async () => {
    const server = await suite.server({ dir: suite.directory() });
    const answered: Stripe.PaymentIntent[] = [];
    for (let round = 0; round < 3; round++) {
      const stripe = clientOf(server);
      const work = Array.from({ length: 12 }, async (_, worker) => {
        for (let number = 0; ; number++) {
          const key = (step: string) => ({ idempotencyKey: `${step}:${round}:${worker}:${number}` });
          const { id } = await createManual(stripe, {}, key('create'));
          await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }, key('confirm'));
          const end = number % 2 === 0 ? 'capture' : 'cancel';
          answered.push(await stripe.paymentIntents[end](id, {}, key(end)));
        }
      });
      // a slow machine answers few requests in a fixed time
      await eventually(() => expect(answered.length).toBeGreaterThan(10 * (round + 1)));
      await server.kill();
      await Promise.allSettled(work);
      await server.start();
    }
    const kept = new Map<string, Stripe.PaymentIntent>();
    for await (const payment of clientOf(server).paymentIntents.list({ limit: 100 }))
      kept.set(payment.id, payment);
    for (const payment of answered) expect(kept.get(payment.id)).toEqual(payment);
  });

  it('cuts off an unfinished write, says so, and goes on', async () => {
    const dir = suite.directory();
    const server = await suite.server({ dir });
    const payment = await createManual(clientOf(server));
    await server.kill();
    appendFileSync(join(dir, 'journal.jsonl'), '0badc0de [["intents","pi_half",{"int');
    let log = '';
    server.onOutput = (chunk) => (log += chunk.toString());
    await server.start();
    expect(log).toMatch(/cut off 36 bytes of an unfinished write/);
    await createManual(clientOf(server));
    await server.kill();
    await server.start();
    const { data } = await clientOf(server).paymentIntents.list();
    expect(data).toHaveLength(2);
    expect(data[1]).toEqual(payment);
  });

  it('refuses to start when the journal is damaged before its end', async () => {
    const dir = suite.directory();
    const server = await suite.server({ dir });
    await createManual(clientOf(server));
    await createManual(clientOf(server));
    await server.stop();
    const path = join(dir, 'journal.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"amount":1999', '"amount":1998'));
    await expect(server.start()).rejects.toThrow(/journal\.jsonl is damaged before byte \d+: restore it/);
  });

  it('keeps no card number and no security code', async () => {
    const dir = suite.directory();
    const server = await suite.server({ dir });
    const stripe = clientOf(server);
    const card = { number: '4000000000003220', exp_month: 12, exp_year: 2040, cvc: '987' };
    const { id } = await createManual(stripe);
    const method = await stripe.paymentMethods.create({ type: 'card', card }, { idempotencyKey: 'card' });
    await stripe.paymentIntents.confirm(id, { payment_method: method.id });
    const journal = readFileSync(join(dir, 'journal.jsonl'), 'utf8');
    expect(journal).toContain(method.id);
    expect(journal).not.toMatch(/4000000000003220|"987"/);
  });

  it('forgets everything without a directory', async () => {
    const server = await suite.server();
    await createManual(clientOf(server));
    await server.kill();
    await server.start();
    expect((await clientOf(server).paymentIntents.list()).data).toEqual([]);
  });
});
