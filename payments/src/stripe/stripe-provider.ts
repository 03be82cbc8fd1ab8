import { span } from '@ticketing/common/telemetry';
import Stripe from 'stripe';
import type { Intent, PaymentProvider, ProviderState, Refund } from '../provider/payment-provider.js';
import type { StripeAccount } from './stripe-account.js';
import { stripeClient } from './stripe-client.js';
import { asProviderError } from './stripe-errors.js';

/** Takes money through Stripe, or through its stand-in. The package `stripe` is used as it is. */
export class StripeProvider implements PaymentProvider {
  private readonly stripe: Stripe;

  constructor(account: Pick<StripeAccount, 'secretKey' | 'standInUrl'>) {
    this.stripe = stripeClient(account);
  }

  look(stripeId: string): Promise<Intent | null> {
    return call('look', async () => {
      try {
        return asIntent(await this.stripe.paymentIntents.retrieve(stripeId));
      } catch (error) {
        if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return null;
        throw error;
      }
    });
  }

  create: PaymentProvider['create'] = ({ paymentId, orderId, userId, amount, currency }) =>
    call('create', async () => {
      // Stripe answers a repeated key with the first answer, which may be old by now. So only its id is used
      const { id } = await this.stripe.paymentIntents.create(
        {
          amount,
          currency,
          capture_method: 'manual',
          allowed_payment_method_types: ['card'],
          metadata: { paymentId, orderId, userId },
        },
        { idempotencyKey: `pay:${paymentId}` },
      );
      return id;
    });

  capture(stripeId: string): Promise<Intent> {
    return call('capture', async () => asIntent(await this.stripe.paymentIntents.capture(stripeId)));
  }

  cancel(stripeId: string): Promise<Intent> {
    return call('cancel', async () => asIntent(await this.stripe.paymentIntents.cancel(stripeId)));
  }

  refundsOf(stripeId: string): Promise<Refund[]> {
    return call('list refunds', async () => {
      const { data } = await this.stripe.refunds.list({ payment_intent: stripeId, limit: 100 });
      return data.map(({ id, amount, status }) => ({
        id,
        amount,
        failed: status === 'failed' || status === 'canceled',
      }));
    });
  }

  refund(stripeId: string, paymentId: string): Promise<void> {
    return call('refund', async () => {
      await this.stripe.refunds.create(
        { payment_intent: stripeId, metadata: { paymentId } },
        { idempotencyKey: `refund:${paymentId}` },
      );
    });
  }

  async *all(): AsyncIterable<Intent> {
    let after: string | undefined;
    for (;;) {
      const page = await call('list', () =>
        this.stripe.paymentIntents.list({ limit: 100, ...(after && { starting_after: after }) }),
      );
      yield* page.data.map(asIntent);
      after = page.data.at(-1)?.id;
      if (!page.has_more || !after) return;
    }
  }
}

function call<T>(name: string, work: () => Promise<T>): Promise<T> {
  return span(`stripe ${name}`, { kind: 'client' }, async () => {
    try {
      return await work();
    } catch (error) {
      throw asProviderError(name, error);
    }
  });
}

const STATES: Readonly<Record<string, ProviderState>> = {
  requires_payment_method: 'unconfirmed',
  requires_confirmation: 'unconfirmed',
  requires_action: 'unconfirmed',
  processing: 'processing',
  requires_capture: 'authorised',
  succeeded: 'captured',
  canceled: 'canceled',
};

function asIntent(intent: Stripe.PaymentIntent): Intent {
  return {
    id: intent.id,
    state: STATES[intent.status] ?? 'processing', // a state that is new to Stripe: somebody else has to do something
    amount: intent.amount,
    received: intent.amount_received,
    currency: intent.currency,
    lapsed: intent.cancellation_reason === 'automatic' || intent.cancellation_reason === 'expired',
    createdAt: new Date(intent.created * 1000),
    metadata: intent.metadata,
    clientSecret: intent.client_secret,
  };
}
