import type { Refusal } from '../refusal';

/** A payment that waits for its buyer to confirm a card, with what the card form needs. */
export interface OpenPayment {
  paymentId: string;
  /** It is in the answer to the buyer alone. It must not get into a URL or a log. */
  clientSecret: string;
  publishableKey: string;
  scriptUrl: string;
  /** Whether a stand-in takes the place of Stripe, so that no money moves. */
  standIn: boolean;
}

/** The answer to a press on Pay: the card form can open, or the reason why not. */
export type PayState =
  | { open: OpenPayment; refusal?: undefined }
  /** `kept`: the payment service gave no answer, and the order waits. */
  | { open?: undefined; refusal: Refusal; kept?: boolean };
