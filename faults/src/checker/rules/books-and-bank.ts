import type { IntentState, PaymentState } from '../../snapshot/snapshot.js';
import type { Rule } from '../violation.js';

/** The books of payments and the bank say the same of every payment. */
export const booksAndBank: Rule = (facts) => {
  const { intents, payments } = facts.snapshot;
  const byId = new Map(intents.map((intent) => [intent.id, intent]));
  return [
    ...payments.flatMap((payment) => {
      const intent = payment.stripeId === undefined ? undefined : byId.get(payment.stripeId);
      const what = difference(payment, intent);
      return what === undefined || facts.isByHand(payment.stripeId ?? '') ? [] : [{ of: payment.id, what }];
    }),
    ...intents
      .filter(({ id }) => !facts.isByHand(id))
      .filter(({ id, metadata }) => facts.payment(metadata.paymentId)?.stripeId !== id)
      .filter(({ metadata }) => facts.payment(metadata.paymentId)?.settled ?? true)
      .map(({ id, metadata }) => ({ of: id, what: `is not in the books of payment ${metadata.paymentId}` })),
  ];
};

function difference(payment: PaymentState, intent: IntentState | undefined): string | undefined {
  const { stripeId, settled, outcome, amount } = payment;
  if (stripeId !== undefined && !intent) return `${stripeId} is not at the bank`;
  if (!settled) return undefined;
  const { status = 'missing', received = 0, refunded = 0 } = intent ?? {};
  const agree =
    outcome === 'paid'
      ? received === amount && refunded === 0
      : outcome === 'refunded'
        ? received > 0 && refunded === received
        : received === 0 && (status === 'canceled' || status === 'missing');
  return agree
    ? undefined
    : `is ${outcome} in the books; at the bank: ${status}, ${received} taken, ${refunded} given back`;
}
