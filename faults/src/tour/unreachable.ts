import { momentOf, PHASES } from '../instrument/runtime.js';

/** The crash points that no service can come to, each with the reason. */
const POINTS: Readonly<Record<string, string>> = {
  'orders/src/pass/pass.ts:checkPass#1': 'only the command at the door checks passes',
  'payments/src/stripe/stripe-provider.ts:StripeProvider.all#1':
    'only the command `npm run reconcile` lists the payments of the bank',
  'payments/src/reconcile/review.ts:Review.taken#1':
    'the money is taken in the books and not at the bank: the bank never undoes a capture, and the books say so only after it',
  'payments/src/reconcile/review.ts:Review.taken#6':
    'a refund fails after it was made: the stand-in makes each refund at once and for good',
};

/**
 * The moments (a crash point and a phase) that the code can't come to, each with the reason. The tour fails when an
 * instance comes to one of them all the same, and when the code no longer has it.
 */
export const UNREACHABLE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(POINTS).flatMap(([point, reason]) =>
    PHASES.map((phase) => [momentOf(point, phase), reason]),
  ),
);
