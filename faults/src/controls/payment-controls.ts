import type { Mutation } from '../instrument/mutation.js';
import type { Control } from './control.js';
import { answersLost, bankAway, forged, manyTabs, paidWithoutBus, slowBank } from './payment-faults.js';

/** Longer than the 15 s after which a payment counts as unsettled, with the time that a fault adds. */
const UNSETTLED_MS = 25_000;

/** Nobody looks at a payment by the clock any more. */
export const NO_SWEEP_OF_PAYMENTS: Mutation = {
  file: 'payments/src/index.ts',
  find: 'sweep.start();',
  replace: '',
};

/** Every mechanism that a promise about money depends on. */
export const PAYMENT_CONTROLS: readonly Control[] = [
  {
    name: 'money is taken only after the claim',
    off: [
      {
        file: 'payments/src/reconcile/steps.ts',
        find: "authorised: 'ask'",
        replace: "authorised: 'capture'",
      },
    ],
    fault: paidWithoutBus,
    breaks: ['charged without a claim'],
    inTests: true,
  },
  {
    name: 'a claimed order does not run out',
    off: [
      {
        file: 'common/src/events/order-status.ts',
        find: 'exports.EXPIRING_STATUSES = [OrderStatus.Created]',
        replace: 'exports.EXPIRING_STATUSES = [OrderStatus.Created, OrderStatus.AwaitingPayment]',
      },
    ],
    fault: slowBank,
    breaks: ['broken claim'],
  },
  {
    name: 'idempotency key of a payment',
    off: [
      {
        file: 'payments/src/stripe/stripe-provider.ts',
        find: '{ idempotencyKey: `pay:${paymentId}` }',
        replace: '{}',
      },
    ],
    fault: answersLost,
    breaks: ['second payment'],
  },
  {
    name: 'created and then cancelled',
    off: [
      {
        file: 'payments/src/reconcile/steps.ts',
        find: "void: {\n        none: 'create'",
        replace: "void: {\n        none: 'end voided'",
      },
    ],
    fault: answersLost,
    breaks: ['books and bank', 'unsettled payment'],
    patienceMs: UNSETTLED_MS,
  },
  {
    name: 'sweep of payments',
    off: [NO_SWEEP_OF_PAYMENTS],
    fault: bankAway,
    breaks: ['unsettled payment'],
    patienceMs: UNSETTLED_MS,
  },
  {
    name: 'one payment of an order at a time',
    off: [
      {
        file: 'payments/src/models/payment.ts',
        find: 'paymentSchema.index({ orderId: 1 }, { unique: true,',
        replace: 'paymentSchema.index({ orderId: 1 }, {',
      },
      {
        file: 'payments/src/models/payment.ts',
        find: 'paymentSchema.index({ orderId: 1, attempt: 1 }, { unique: true });',
        replace: '',
      },
    ],
    fault: manyTabs,
    breaks: ['second payment'],
  },
  {
    name: 'signature of webhooks',
    off: [
      {
        file: 'payments/src/stripe/webhook-reader.ts',
        find: "this.stripe.webhooks.constructEvent(body, signature ?? '', this.account.webhookSecret)",
        replace: 'JSON.parse(body.toString())',
      },
    ],
    fault: forged,
    breaks: ['forged webhook'],
    inTests: true,
  },
];
