import { PARTNERS } from '@ticketing/system';
import { arrowsOf, NAMESPACE } from '../architecture.js';
import type { Cluster } from '../model/cluster.js';
import { Network, type Party } from '../model/network.js';
import { differences, problemsOf, type Rule, when } from './rule.js';

const HOME = { 'kubernetes.io/metadata.name': NAMESPACE };
const namespace = (name: string, more = {}) => ({ 'kubernetes.io/metadata.name': name, ...more });

const NAMES = 'in the policy names of k8s/network-policies.yaml';

/** Nothing listens on this port. A policy lets it through when it forgets to limit ports. */
const NO_PORT = 65_000;

/** NodeLocal DNSCache listens at this address of each node. */
const NODE_LOCAL_DNS = '169.254.20.10';

/** One address of each kind that is not public: other networks of the operator, and the metadata server of a cloud. */
const NOT_PUBLIC = [
  '10.200.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  NODE_LOCAL_DNS,
  '172.20.0.1',
  '192.168.1.1',
  'fd00::1',
];

/** Every connection that the policies allow, as `from → to:port`. */
export function arrowsIn(cluster: Cluster): string[] {
  const network = new Network(cluster, HOME);
  const apps: Party[] = cluster.workloads.map((workload) => ({
    name: workload.app,
    labels: workload.labels,
    namespace: HOME,
    workload,
  }));
  const ports = [
    ...new Set([...apps.flatMap(portsOf), ...Object.values(PARTNERS).map(({ port }) => port)]),
    NO_PORT,
  ];
  const { several, gatewayApi } = cluster.overlay;
  const proxy: Party = {
    name: 'proxy of the Gateway',
    labels: { 'gateway.networking.k8s.io/gateway-name': NAMESPACE },
    namespace: HOME,
  };
  const controller = several ? namespace('any', { 'ticketing/gateway': 'true' }) : namespace('ingress-nginx');
  const scraper = (name: string, app: string, of: Record<string, string>): Party => ({
    name,
    labels: { 'app.kubernetes.io/name': app },
    namespace: namespace('monitoring', of),
  });
  const watched = { 'ticketing/monitoring': 'true' };
  const monitoring = [
    scraper('Prometheus', 'prometheus', watched),
    scraper('the exporter of the bus', 'prometheus-nats-exporter', watched),
  ];
  const stranger: Party = { name: 'a stranger', labels: { app: 'client' }, namespace: namespace('default') };
  const outside: Party[] = [
    { name: 'the internet', address: '52.1.2.3' },
    ...NOT_PUBLIC.map((address) => ({ name: `the address ${address}`, address })),
  ];
  const sources: Party[] = [
    ...apps,
    { name: 'gateway', labels: {}, namespace: controller },
    ...(gatewayApi ? [proxy] : []),
    ...monitoring,
  ];
  const strangers: Party[] = [
    stranger,
    ...outside,
    { name: 'an unknown pod', labels: { app: 'unknown' }, namespace: HOME },
    scraper('another pod beside Prometheus', 'grafana', watched),
    scraper('a Prometheus of others', 'prometheus', {}),
  ];

  return [...sources, ...strangers].flatMap((from) =>
    [...apps, ...strangers].flatMap((to) =>
      // policies of this namespace do not decide about connections between others
      from.workload || from === proxy || to.workload
        ? ports
            .filter((port) => network.allows(from, to, port))
            .map((port) => `${from.name} → ${to.name}:${port}`)
        : [],
    ),
  );
}

const portsOf = ({ workload }: Party) =>
  workload?.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)) ?? [];

export const networkRules: Rule[] = [
  {
    id: 'arrows-exact',
    says: 'the policies allow exactly the connections that the system needs, each on its port',
    check: (cluster) =>
      differences('NetworkPolicy', {
        actual: arrowsIn(cluster),
        expected: arrowsOf(cluster.overlay),
        of: 'connection',
        remedy:
          'arrowsOf in src/architecture.ts lists the connections; both ends must allow one: egress of the ' +
          'first, ingress of the second, each in the manifest of its app in k8s/ (several members, backups: ' +
          'k8s-prod/network-policies.yaml; monitoring: k8s-monitoring). Only a service that uses a server of another company, says ' +
          'system/src/system.ts, reaches public addresses, and no other addresses. Labels of pods allow more: routed (the gateway), called-by: client ' +
          '(the site), bus: nats (the broker)',
      }),
  },
  {
    id: 'names-resolve',
    says: 'each pod may ask the name server of the cluster and the cache on its node, by UDP and TCP, and nobody else near them',
    check: (cluster) => {
      const network = new Network(cluster, HOME);
      const system = namespace('kube-system');
      const servers: Party[] = [
        { name: 'the name server', labels: { 'k8s-app': 'kube-dns' }, namespace: system },
        {
          name: 'the cache of its node, in a pod',
          labels: { 'k8s-app': 'node-local-dns' },
          namespace: system,
        },
        { name: `the cache of its node at ${NODE_LOCAL_DNS}`, address: NODE_LOCAL_DNS },
      ];
      const others: Party[] = [
        { name: 'another pod of kube-system', labels: { 'k8s-app': 'other' }, namespace: system },
        ...NOT_PUBLIC.filter((address) => address !== NODE_LOCAL_DNS).map((address) => ({
          name: `the address ${address}`,
          address,
        })),
      ];
      const asks = (from: Party, to: Party) =>
        network.allows(from, to, 53, 'UDP') && network.allows(from, to, 53, 'TCP');
      const reaches = (from: Party, to: Party) =>
        network.allows(from, to, 53, 'UDP') || network.allows(from, to, 53, 'TCP');
      return cluster.workloads.flatMap(({ app, labels }) => {
        const from = { name: app, labels, namespace: HOME };
        const wide = [
          ...others.filter((to) => reaches(from, to)).map(({ name }) => name),
          ...servers
            .filter((to) => network.allows(from, to, NO_PORT))
            .map(({ name }) => `any port of ${name}`),
        ];
        return problemsOf(
          app,
          ...servers
            .filter((to) => !asks(from, to))
            .map(({ name }) => ({
              what: `it cannot ask ${name}`,
              remedy: `allow port 53 by UDP and TCP ${NAMES}`,
            })),
          ...wide.map((name) => ({
            what: `it reaches ${name}`,
            remedy: `allow name servers and port 53 only ${NAMES}`,
          })),
        );
      });
    },
  },
  {
    id: 'deny-by-default',
    says: 'a pod without a policy of its own can neither open nor take a connection',
    check: (cluster) => {
      const denies = cluster.ofKind('NetworkPolicy').some(({ spec }) => {
        const all = Object.keys(spec?.podSelector ?? { none: true }).length === 0;
        const both = (['Ingress', 'Egress'] as const).every((type) => spec?.policyTypes?.includes(type));
        return all && both && !spec?.ingress && !spec?.egress;
      });
      return problemsOf(
        'NetworkPolicy',
        when(
          !denies,
          'no policy denies everything',
          'restore deny-all in k8s/network-policies.yaml: podSelector: {}, both policyTypes, no rules',
        ),
      );
    },
  },
];
