import type Stripe from 'stripe';
import type { Behaviour } from './test-cards.js';

/** A PaymentIntent as Stripe shows it, with references as ids, and what Stripe keeps to itself. */
export interface IntentRecord {
  intent: Stripe.PaymentIntent;
  /** Counts confirmations. A page of 3-D Secure belongs to one of them. */
  attempt: number;
  /** The confirmation in progress asked for this address to return to after 3-D Secure. */
  returnUrl?: string;
  /** When the authorisation lapses, in ms. Only while the money is reserved. */
  lapsesAt?: number;
}

export interface MethodRecord {
  method: Stripe.PaymentMethod;
  behaviour: Behaviour;
  /** It has paid once. Without a customer it may not be used again. */
  used: boolean;
}

export type ChargeRecord = Stripe.Charge;
