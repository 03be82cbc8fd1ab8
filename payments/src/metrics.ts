import { Counter, Gauge } from '@ticketing/common/telemetry';

export const paymentsSettled = new Counter({
  name: 'payments_settled_total',
  help: 'Payments that came to their end, by outcome: paid, voided, failed or refunded',
  labelNames: ['outcome'],
});

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

export const paymentsUnsettled = new Gauge({
  name: 'payments_unsettled',
  help: 'Payments that are not at their end, by goal',
  labelNames: ['goal'],
});

export const oldestUnsettled = new Gauge({
  name: 'payments_unsettled_oldest_seconds',
  help: 'The time since the last change of the unsettled payment that has waited longest, by goal',
  labelNames: ['goal'],
});
