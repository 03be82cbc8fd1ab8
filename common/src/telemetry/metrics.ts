import { Counter, Gauge, Histogram, register } from 'prom-client';

/** Served at `/metrics` in the Prometheus text format. */
export { register as metrics };

export const requestSeconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});

export const requestsInFlight = new Gauge({
  name: 'http_requests_in_flight',
  help: 'Requests that are being answered',
});

export const requestsShed = new Counter({
  name: 'http_requests_shed_total',
  help: 'Requests refused with 503 because more came than the process can answer',
});

export const messagesHandled = new Counter({
  name: 'messages_handled_total',
  help: 'Messages acknowledged to the broker, by outcome: done or parked',
  labelNames: ['subject', 'queue_group', 'outcome'],
});

/** A message that comes late was published while the listener was away, or waits behind many others. */
export const messageLag = new Histogram({
  name: 'message_lag_seconds',
  help: 'Time from when the broker got a message until it was handled or parked',
  labelNames: ['subject', 'queue_group'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
});

export const messageFailures = new Counter({
  name: 'message_failures_total',
  help: 'Attempts at a message that failed and are repeated',
  labelNames: ['subject', 'queue_group'],
});

export const messagesFailing = new Gauge({
  name: 'messages_failing',
  help: 'Messages that failed and wait for another attempt',
  labelNames: ['subject', 'queue_group'],
});

export const eventsPublished = new Counter({
  name: 'events_published_total',
  help: 'Events the broker acknowledged',
  labelNames: ['subject'],
});

/** 1 or 0 for each thing that `Health` checks. */
export const dependencyUp = new Gauge({
  name: 'dependency_up',
  help: 'Whether the service reaches what it depends on: 1 or 0',
  labelNames: ['dependency'],
});

export const collectFailures = new Counter({
  name: 'metrics_collect_failures_total',
  help: 'Values of a metric that were not known in time when somebody looked at the metrics',
  labelNames: ['metric'],
});
