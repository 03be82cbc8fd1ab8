import { paymentsSeen } from '../answers.js';
import type { Rule } from '../violation.js';

const TAKEN = ['paid'];
const NOT_TAKEN = ['voided', 'failed'];

/** A buyer who is told that they paid has paid. A buyer who is told that nothing was taken keeps all their money. */
export const wrongWords: Rule = (facts) =>
  facts.history.calls.flatMap((call) =>
    paymentsSeen(call).flatMap(({ id: of, status, orderId }) => {
      const intent = facts.intentsOf(orderId).find(({ metadata }) => metadata.paymentId === of);
      if (intent && facts.isByHand(intent.id)) return [];
      const { received = 0, refunded = 0 } = intent ?? {};
      const isWrong =
        (TAKEN.includes(status) && received === 0) || (NOT_TAKEN.includes(status) && received - refunded > 0);
      return isWrong
        ? [{ of, what: `call ${call.id} says ${status}, and ${received} cents were taken` }]
        : [];
    }),
  );
