import { type Mutant, push, remove, set } from './mutant.js';

const OVERLAY = 'k8s-prod+monitoring';
const NOTES = 'spec/template/metadata/annotations';
const ORDERS = 'Deployment/orders-depl';

const of = (rule: string, slip: string, make: Mutant['make'], overlay = OVERLAY): Mutant => ({
  rule,
  slip,
  make,
  overlay,
});

/** Slips in what a monitoring system may see. */
export const monitoringMutants: Mutant[] = [
  of('scrapes-find-metrics', 'a service that nobody scrapes', set(ORDERS, NOTES, undefined)),
  of('scrapes-find-metrics', 'scrapes switched off', set(ORDERS, `${NOTES}/prometheus.io~scrape`, 'false')),
  of(
    'scrapes-find-metrics',
    'a port that does not exist',
    set(ORDERS, `${NOTES}/prometheus.io~port`, '9090'),
  ),
  of(
    'scrapes-find-metrics',
    'a path without metrics',
    set(ORDERS, `${NOTES}/prometheus.io~path`, '/healthz'),
  ),
  of(
    'scrapes-find-metrics',
    'a site that is scraped',
    set('Deployment/client-depl', NOTES, { 'prometheus.io/scrape': 'true' }),
  ),
  of(
    'scrapes-find-metrics',
    'scrapes where nobody is let in',
    set(ORDERS, NOTES, { 'prometheus.io/scrape': 'true' }),
    'k8s-prod',
  ),
  of('monitoring-finds-files', 'alerts that are left out', remove('ConfigMap/ticketing-alerts')),
  of(
    'monitoring-finds-files',
    'a dashboard that Grafana does not find',
    set('ConfigMap/ticketing-dashboard', 'metadata/labels/grafana_dashboard', 'true'),
  ),
  of('arrows-exact', 'a Prometheus that is not let in', remove('NetworkPolicy/metrics')),
  of('arrows-exact', 'brokers that nobody can watch', remove('NetworkPolicy/nats-monitor')),
  of(
    'arrows-exact',
    'every pod beside Prometheus',
    set('NetworkPolicy/metrics', 'spec/ingress/0/from/0/podSelector', undefined),
  ),
  of(
    'arrows-exact',
    'a Prometheus of any namespace',
    set('NetworkPolicy/metrics', 'spec/ingress/0/from/0/namespaceSelector', {}),
  ),
  of(
    'arrows-exact',
    'a Prometheus that reaches the bus',
    push('NetworkPolicy/nats-monitor', 'spec/ingress/0/ports', { port: 4222 }),
  ),
  of(
    'arrows-exact',
    'a Prometheus that reaches every port',
    set('NetworkPolicy/metrics', 'spec/ingress/0/ports', undefined),
  ),
  of(
    'arrows-exact',
    'a Prometheus that reaches databases',
    set('NetworkPolicy/metrics', 'spec/podSelector', {}),
    'k8s-dev+monitoring',
  ),
];
