import { StripeServer } from '@ticketing/stripe';
import Stripe from 'stripe';
import type { StripeAccount } from '../stripe/stripe-account.js';
import { stripeClient } from '../stripe/stripe-client.js';

/** The stand-in for Stripe for the tests of a file. Tests look into it with the package `stripe` itself. */
export function testBank() {
  const server = new StripeServer();
  let stripe: Stripe;
  beforeAll(async () => {
    await server.start();
    stripe = stripeClient(account());
  });
  afterAll(() => server.kill());

  const account = (): StripeAccount => ({ ...server.keys, standInUrl: server.url });

  return {
    server,
    account,
    get stripe() {
      return stripe;
    },
    /** The buyer confirms a card, so that the money is reserved. */
    confirm: (stripeId: string, card = 'pm_card_visa') =>
      stripe.paymentIntents.confirm(stripeId, { payment_method: card }),
    /** Every PaymentIntent that was made for an order. */
    async intentsOf(orderId: string): Promise<Stripe.PaymentIntent[]> {
      const found: Stripe.PaymentIntent[] = [];
      for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
        if (intent.metadata.orderId === orderId) found.push(intent);
      }
      return found;
    },
    /** The cents that were taken for an order and not given back. */
    async takenFor(orderId: string): Promise<number> {
      let taken = 0;
      for (const { id, amount_received } of await this.intentsOf(orderId)) {
        const { data } = await stripe.refunds.list({ payment_intent: id });
        taken += amount_received - data.reduce((sum, { amount }) => sum + amount, 0);
      }
      return taken;
    },
  };
}

export type TestBank = ReturnType<typeof testBank>;
