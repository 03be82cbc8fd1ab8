import { Counter } from '@ticketing/common/telemetry';
import { OUTCOMES } from './models/payment.js';
import { PROVIDER_ERROR_KINDS } from './provider/provider-error.js';

export const paymentsSettled = new Counter({
  name: 'payments_settled_total',
  help: 'Payments that came to their end, by outcome: paid, voided, failed or refunded',
  labelNames: ['outcome'],
});

const ALERTS = [
  'cancel-refused',
  'capture-refused',
  'captured-by-hand',
  'captured-too-late',
  'create-refused',
  'lost',
  'mismatch',
  'missing',
  'never-authorised',
  'not-captured',
  'open-after-end',
  'partly-refunded',
  'refund',
  'refund-failed',
  'refunded-by-hand',
] as const;
/** What can be wrong with a payment, so that somebody has to look at it. */
export type PaymentAlert = (typeof ALERTS)[number];

/** Each is logged as an error, too. Somebody has to look at it. */
export const paymentAlerts = new Counter({
  name: 'payment_alerts_total',
  help: 'Payments that somebody has to look at, by kind',
  labelNames: ['kind'],
});

export const providerFailures = new Counter({
  name: 'payment_provider_failures_total',
  help: 'Calls of the payment provider that failed, by kind: away, refused or setup',
  labelNames: ['call', 'kind'],
});

// an alert on a counter misses its first step unless the counter has begun at 0
for (const outcome of OUTCOMES) paymentsSettled.inc({ outcome }, 0);
for (const kind of ALERTS) paymentAlerts.inc({ kind }, 0);
for (const kind of PROVIDER_ERROR_KINDS) providerFailures.inc({ call: 'look', kind }, 0);
