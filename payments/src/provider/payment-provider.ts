/**
 * The state of a payment at the provider. `unconfirmed`: the buyer has still to confirm a card. `authorised`: the money is
 * reserved on the card. `captured`: the money is taken. `canceled`: nothing was taken, and nothing can be taken any more.
 */
export type ProviderState = 'unconfirmed' | 'processing' | 'authorised' | 'captured' | 'canceled';

/** A payment at the provider. Stripe calls it PaymentIntent. */
export interface Intent {
  id: string;
  state: ProviderState;
  /** Cents. */
  amount: number;
  /** The cents that are taken. */
  received: number;
  currency: string;
  /** Whether the provider itself ended it, because the reservation of the money lapsed. */
  lapsed: boolean;
  createdAt: Date;
  /** Ids of this system that were given to the provider when it was made. Others may have none, or any text. */
  metadata: { paymentId?: string; orderId?: string; userId?: string };
  /** It lets a browser confirm the card. Only the buyer may have it: it is never stored, logged or published. */
  clientSecret: string | null;
}

export interface Refund {
  id: string;
  /** Cents. */
  amount: number;
  /** Whether the provider could not give the money back. */
  failed: boolean;
}

/** What the provider needs to know to make a payment. */
export interface NewIntent {
  paymentId: string;
  orderId: string;
  userId: string;
  /** Cents. */
  amount: number;
  currency: string;
}

/** Takes money from cards. Every call has a time limit, and throws a `ProviderError`. */
export interface PaymentProvider {
  /** The payment as it is now, or null when the provider does not know it. */
  look(stripeId: string): Promise<Intent | null>;
  /** Makes the payment. Calls for the same payment make one, and return its id. */
  create(payment: NewIntent): Promise<string>;
  /** Takes the whole reserved amount. Returns the payment as it is then. */
  capture(stripeId: string): Promise<Intent>;
  /** Gives the reserved money back, or makes sure that no card can be confirmed any more. Returns the payment as it is then. */
  cancel(stripeId: string): Promise<Intent>;
  refundsOf(stripeId: string): Promise<Refund[]>;
  /** Gives the whole amount back. Calls for the same payment make one refund. */
  refund(stripeId: string, paymentId: string): Promise<void>;
  /** Every payment, newest first. */
  all(): AsyncIterable<Intent>;
}
