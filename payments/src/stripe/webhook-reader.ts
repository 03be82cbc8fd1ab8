import { BadRequestError } from '@ticketing/common/errors';
import Stripe from 'stripe';
import type { StripeAccount } from './stripe-account.js';
import { stripeClient } from './stripe-client.js';

/** A message of Stripe says that a payment may have changed. It says nothing that is believed. */
export interface Notice {
  /** The kind of event, such as `payment_intent.succeeded`. */
  type: string;
  /** The id of the PaymentIntent. Some kinds of events have none. */
  stripeId?: string;
  /** The payment that the PaymentIntent was made for, as its metadata say. */
  paymentId?: string;
}

/** Reads signed messages of Stripe: https://docs.stripe.com/webhooks#verify-official-libraries */
export class WebhookReader {
  private readonly stripe: Stripe;

  constructor(private readonly account: StripeAccount) {
    this.stripe = stripeClient(account);
  }

  /**
   * @param body the bytes as they came, because the signature covers them.
   * @throws {BadRequestError} when the signature is not Stripe's, or older than 5 minutes.
   */
  read(body: Buffer, signature: string | undefined): Notice {
    let event: Stripe.Event;
    try {
      event = this.stripe.webhooks.constructEvent(body, signature ?? '', this.account.webhookSecret);
    } catch {
      throw new BadRequestError('The signature of the message is not valid');
    }
    return noticeOf(event);
  }
}

function noticeOf({ type, data }: Stripe.Event): Notice {
  // an event of a PaymentIntent has it; events of charges, refunds and disputes name it
  const { object, id, payment_intent, metadata } = data.object as {
    object?: string;
    id?: string;
    payment_intent?: string | { id: string } | null;
    metadata?: Record<string, string> | null;
  };
  const stripeId =
    object === 'payment_intent'
      ? id
      : typeof payment_intent === 'string'
        ? payment_intent
        : payment_intent?.id;
  const paymentId = metadata?.paymentId;
  return { type, ...(stripeId !== undefined && { stripeId }), ...(paymentId !== undefined && { paymentId }) };
}
