import type { PaymentAlert } from '../metrics.js';
import type { Goal, Seen } from '../models/payment.js';

/** What somebody sees who looks at a payment at the provider. `missing`: it was made, but the provider does not know it. */
export type Sight = Seen | 'missing';

/** One step of a payment towards its goal. */
export type Step =
  | 'create' // make it at the provider; the idempotency key makes it once
  | 'wait' // the buyer or the provider has to do something first
  | 'ask' // record that the money is reserved, and ask the orders service whether the order still stands
  | 'capture' // take the reserved money
  | 'cancel' // give the reserved money back, or make sure that no card can be confirmed
  | 'refund' // give the taken money back
  | 'aim to refund' // money is taken that nobody may keep
  | 'end paid'
  | 'end voided'
  | 'end failed';

/** A step that should not be needed: somebody has to look at the payment. */
export interface Unusual {
  alert: PaymentAlert;
  step: Step;
}

const alert = (kind: PaymentAlert, step: Step): Unusual => ({ alert: kind, step });

/**
 * The next step of a payment, by its goal and by what is seen at the provider. The order of the columns is the way of a
 * payment through the provider.
 *
 * A payment with the goal `void` that is not at the provider is made there and then cancelled. Another process that wanted
 * to make it may still do so later: with the same key, it gets the cancelled payment.
 */
export const STEPS: Readonly<Record<Goal, Readonly<Record<Sight, Step | Unusual>>>> = {
  authorise: {
    none: 'create',
    unconfirmed: 'wait',
    processing: 'wait',
    authorised: 'ask',
    captured: alert('captured-by-hand', 'ask'),
    canceled: 'end failed',
    missing: alert('missing', 'end failed'),
  },
  capture: {
    none: alert('never-authorised', 'end failed'),
    unconfirmed: alert('never-authorised', 'cancel'),
    processing: 'wait',
    authorised: 'capture',
    captured: 'end paid',
    canceled: 'end failed',
    missing: alert('missing', 'end failed'),
  },
  void: {
    none: 'create',
    unconfirmed: 'cancel',
    processing: 'wait',
    authorised: 'cancel',
    captured: alert('captured-too-late', 'aim to refund'),
    canceled: 'end voided',
    missing: alert('missing', 'end voided'),
  },
  refund: {
    none: alert('never-authorised', 'end failed'),
    unconfirmed: 'cancel',
    processing: 'wait',
    authorised: 'cancel',
    captured: 'refund',
    canceled: 'end failed',
    missing: alert('missing', 'end failed'),
  },
};
