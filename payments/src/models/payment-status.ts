import type { PaymentFields } from './payment.js';

/** How a payment stands, for the buyer. */
export type PaymentStatus =
  'open' | 'authorised' | 'capturing' | 'paid' | 'voided' | 'failed' | 'refunding' | 'refunded';

/** The status of a payment in the words of the API. */
export function statusOf(payment: Pick<PaymentFields, 'goal' | 'seen' | 'outcome'>): PaymentStatus {
  if (payment.outcome) return payment.outcome;
  switch (payment.goal) {
    case 'authorise':
      return payment.seen === 'authorised' || payment.seen === 'captured' ? 'authorised' : 'open';
    case 'capture':
      return 'capturing';
    case 'void':
      return 'voided';
    case 'refund':
      return 'refunding';
  }
}
