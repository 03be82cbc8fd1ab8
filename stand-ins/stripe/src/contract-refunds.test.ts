import type Stripe from 'stripe';
import { StripeSuite, createManual, failure, unique } from './testing/stripe-suite.js';

describe('refunds', () => {
  const suite = new StripeSuite();
  let stripe: Stripe;
  beforeAll(async () => {
    stripe = await suite.contractClient();
  });
  afterAll(() => suite.end());

  async function paid(): Promise<Stripe.PaymentIntent> {
    const { id } = await createManual(stripe, { capture_method: 'automatic' });
    return stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
  }

  it('gives all the money back, once', async () => {
    const payment = await paid();
    const key = { idempotencyKey: unique('refund') };
    const refund = await stripe.refunds.create(
      { payment_intent: payment.id, metadata: { why: 'test' } },
      key,
    );
    expect(refund).toMatchObject({
      object: 'refund',
      amount: 1999,
      currency: 'usd',
      charge: payment.latest_charge,
      payment_intent: payment.id,
      metadata: { why: 'test' },
      status: 'succeeded',
    });
    const again = await stripe.refunds.create({ payment_intent: payment.id, metadata: { why: 'test' } }, key);
    expect(again.id).toBe(refund.id);
    const more = await failure(stripe.refunds.create({ payment_intent: payment.id }));
    expect(more).toMatchObject({ code: 'charge_already_refunded', statusCode: 400 });
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ id: refund.id, amount: 1999 });
    const after = await stripe.paymentIntents.retrieve(payment.id, { expand: ['latest_charge'] });
    expect(after).toMatchObject({ status: 'succeeded', amount_received: 1999 });
    expect(after.latest_charge).toMatchObject({ refunded: true, amount_refunded: 1999 });
  });

  it('gives money back in parts, and no more than was paid', async () => {
    const { id } = await paid();
    await stripe.refunds.create({ payment_intent: id, amount: 500 });
    await stripe.refunds.create({ payment_intent: id, amount: 1499 });
    expect(await failure(stripe.refunds.create({ payment_intent: id, amount: 1 }))).toMatchObject({
      statusCode: 400,
    });
    const { data } = await stripe.refunds.list({ payment_intent: id });
    expect(data.map(({ amount }) => amount)).toEqual([1499, 500]);
  });

  it('refuses to refund money that was not taken', async () => {
    const { id } = await createManual(stripe);
    expect(await failure(stripe.refunds.create({ payment_intent: id }))).toMatchObject({ statusCode: 400 });
  });
});
