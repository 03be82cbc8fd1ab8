import type Stripe from 'stripe';
import { StripeSuite, createManual, failure, unique } from './testing/stripe-suite.js';

describe('payments', () => {
  const suite = new StripeSuite();
  let stripe: Stripe;
  beforeAll(async () => {
    stripe = await suite.contractClient();
  });
  afterAll(() => suite.end());

  const confirm = async (card: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
    stripe.paymentIntents.confirm((await createManual(stripe, more)).id, { payment_method: card });

  it('makes a payment that waits for a card', async () => {
    const payment = await createManual(stripe, { metadata: { orderId: 'a b&c=d', paymentId: 'ü' } });
    expect(payment).toMatchObject({
      object: 'payment_intent',
      allowed_payment_method_types: ['card'],
      amount: 1999,
      amount_capturable: 0,
      amount_received: 0,
      capture_method: 'manual',
      currency: 'usd',
      latest_charge: null,
      livemode: false,
      metadata: { orderId: 'a b&c=d', paymentId: 'ü' },
      payment_method_types: ['card'],
      status: 'requires_payment_method',
    });
    expect(payment.client_secret).toMatch(new RegExp(`^${payment.id}_secret_\\w+$`));
    expect(await stripe.paymentIntents.retrieve(payment.id)).toEqual(payment);
  });

  it('reserves the money, then captures it', async () => {
    const reserved = await confirm('pm_card_visa');
    expect(reserved).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 1999,
      amount_received: 0,
    });
    const captured = await stripe.paymentIntents.capture(reserved.id);
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1999 });
    const again = await failure(stripe.paymentIntents.capture(reserved.id));
    expect(again).toMatchObject({ code: 'payment_intent_unexpected_state', statusCode: 400 });
    expect(again.payment_intent).toMatchObject({ id: reserved.id, status: 'succeeded' });
  });

  it('takes the money at once without manual capture', async () => {
    const paid = await confirm('pm_card_visa', { capture_method: 'automatic' });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 1999 });
  });

  it('captures a part and releases the rest', async () => {
    const reserved = await confirm('pm_card_visa');
    const captured = await stripe.paymentIntents.capture(reserved.id, {
      amount_to_capture: 1000,
      expand: ['latest_charge'],
    });
    expect(captured).toMatchObject({ status: 'succeeded', amount: 1999, amount_received: 1000 });
    expect(captured.latest_charge).toMatchObject({ amount_captured: 1000, captured: true });
  });

  it.each(['requires_payment_method', 'requires_action', 'requires_capture'])(
    'cancels a payment that is %s',
    async (status) => {
      let payment = await createManual(stripe);
      const card = { requires_action: 'pm_card_authenticationRequired', requires_capture: 'pm_card_visa' }[
        status
      ];
      if (card !== undefined)
        payment = await stripe.paymentIntents.confirm(payment.id, {
          payment_method: card,
          return_url: 'https://example.com/back',
        });
      expect(payment.status).toBe(status);
      const canceled = await stripe.paymentIntents.cancel(payment.id, { cancellation_reason: 'abandoned' });
      expect(canceled).toMatchObject({
        status: 'canceled',
        cancellation_reason: 'abandoned',
        amount_capturable: 0,
      });
      expect(canceled.canceled_at).toBeGreaterThan(0);
    },
  );

  it('refuses to cancel, capture or confirm what has ended', async () => {
    const canceled = await stripe.paymentIntents.cancel((await createManual(stripe)).id);
    const paid = await confirm('pm_card_visa', { capture_method: 'automatic' });
    const calls = [
      () => stripe.paymentIntents.cancel(canceled.id),
      () => stripe.paymentIntents.capture(canceled.id),
      () => stripe.paymentIntents.confirm(canceled.id, { payment_method: 'pm_card_visa' }),
      () => stripe.paymentIntents.cancel(paid.id),
      () => stripe.paymentIntents.confirm(paid.id, { payment_method: 'pm_card_visa' }),
    ];
    for (const call of calls)
      expect(await failure(call())).toMatchObject({
        code: 'payment_intent_unexpected_state',
        rawType: 'invalid_request_error',
        statusCode: 400,
      });
  });

  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined],
  ])('says why it declines %s, and takes another card', async (card, code, decline) => {
    const { id } = await createManual(stripe);
    const error = await failure(stripe.paymentIntents.confirm(id, { payment_method: card }));
    expect(error).toMatchObject({ rawType: 'card_error', statusCode: 402, code });
    if (decline !== undefined) expect(error.decline_code).toBe(decline);
    const declined = await stripe.paymentIntents.retrieve(id);
    expect(declined).toMatchObject({ status: 'requires_payment_method', payment_method: null });
    expect(declined.last_payment_error).toMatchObject({ code, type: 'card_error', message: error.message });
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'requires_capture', last_payment_error: null });
  });

  it('sends the buyer to 3-D Secure', async () => {
    const { id } = await createManual(stripe);
    const waiting = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'https://example.com/back?order=1',
    });
    expect(waiting).toMatchObject({
      status: 'requires_action',
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: 'https://example.com/back?order=1' },
      },
    });
  });

  it('lists the newest first, in pages', async () => {
    const made = [];
    for (let number = 0; number < 3; number++) made.unshift((await createManual(stripe)).id);
    const first = await stripe.paymentIntents.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    expect(first.has_more).toBe(true);
    const second = await stripe.paymentIntents.list({ limit: 1, starting_after: made[1] ?? '' });
    expect(second.data.map(({ id }) => id)).toEqual(made.slice(2));
    const back = await stripe.paymentIntents.list({ limit: 1, ending_before: made[2] ?? '' });
    expect(back.data.map(({ id }) => id)).toEqual([made[1]]);
  });

  it('takes only one of a capture and a cancellation at the same time', async () => {
    const { id } = await confirm('pm_card_visa');
    const ends = await Promise.allSettled([
      stripe.paymentIntents.capture(id),
      stripe.paymentIntents.cancel(id),
    ]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('answers a repeated idempotency key with the first result', async () => {
    const key = { idempotencyKey: unique('pay') };
    const first = await createManual(stripe, {}, key);
    await stripe.paymentIntents.cancel(first.id);
    expect(await createManual(stripe, {}, key)).toEqual(first);
    const other = await failure(createManual(stripe, { amount: 2000 }, key));
    expect(other).toMatchObject({ rawType: 'idempotency_error', statusCode: 400 });
  });

  it.each([
    [{ amount: 49 }, 'amount_too_small', 'amount'],
    [{ amount: 100_000_000 }, 'amount_too_large', 'amount'],
    [{ amount: 1.5 }, 'parameter_invalid_integer', 'amount'],
    [{ nonsense: 1 }, 'parameter_unknown', 'nonsense'],
  ])('refuses %j', async (params, code, param) => {
    const error = await failure(createManual(stripe, params as object));
    expect(error).toMatchObject({ rawType: 'invalid_request_error', statusCode: 400, code, param });
  });

  it('says that a payment is not there', async () => {
    const error = await failure(stripe.paymentIntents.retrieve('pi_nothing'));
    expect(error).toMatchObject({ code: 'resource_missing', statusCode: 404, param: 'intent' });
    expect(error.message).toContain("No such payment_intent: 'pi_nothing'");
  });
});
