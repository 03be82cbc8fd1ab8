import { arrowsOf, NAMESPACE } from '../architecture.js';
import type { Cluster } from '../model/cluster.js';
import { Network, type Party } from '../model/network.js';
import { differences, problemsOf, type Rule, when } from './rule.js';

const HOME = { 'kubernetes.io/metadata.name': NAMESPACE };
const namespace = (name: string, more = {}) => ({ 'kubernetes.io/metadata.name': name, ...more });

/** A port that nothing listens on: a policy that forgets to say the port lets it through. */
const NO_PORT = 65_000;

/** Everybody who can reach whom, as `from → to:port`. */
export function arrowsIn(cluster: Cluster): string[] {
  const network = new Network(cluster, HOME);
  const apps: Party[] = cluster.workloads.map((workload) => ({
    name: workload.app,
    labels: workload.labels,
    namespace: HOME,
    workload,
  }));
  const ports = [...new Set(apps.flatMap(portsOf)), NO_PORT];
  const { several, gatewayApi } = cluster.overlay;
  const proxy: Party = {
    name: 'proxy of the Gateway',
    labels: { 'gateway.networking.k8s.io/gateway-name': NAMESPACE },
    namespace: HOME,
  };
  const controller = several ? namespace('any', { 'ticketing/gateway': 'true' }) : namespace('ingress-nginx');
  const stranger: Party = { name: 'a stranger', labels: { app: 'client' }, namespace: namespace('default') };
  const outside: Party = { name: 'the internet' };
  const sources: Party[] = [
    ...apps,
    { name: 'gateway', labels: {}, namespace: controller },
    ...(gatewayApi ? [proxy] : []),
  ];
  const strangers: Party[] = [
    stranger,
    outside,
    { name: 'an unknown pod', labels: { app: 'unknown' }, namespace: HOME },
  ];

  return [...sources, ...strangers].flatMap((from) =>
    [...apps, ...strangers].flatMap((to) =>
      // what others do among themselves is not this namespace's matter
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
    says: 'who may connect to whom, and on which port, is what the architecture draws: no more, no less',
    check: (cluster) =>
      differences('NetworkPolicy', {
        actual: arrowsIn(cluster),
        expected: arrowsOf(cluster.overlay),
        of: 'arrow',
        remedy: 'both ends must allow it: egress of the one, ingress of the other',
      }),
  },
  {
    id: 'names-resolve',
    says: 'each pod may ask the names of the cluster, by UDP and TCP, and nobody else in that namespace',
    check: (cluster) => {
      const network = new Network(cluster, HOME);
      const dns = { name: 'dns', labels: { 'k8s-app': 'kube-dns' }, namespace: namespace('kube-system') };
      const other = { ...dns, labels: { 'k8s-app': 'other' } };
      return cluster.workloads.flatMap(({ app, labels }) => {
        const from = { name: app, labels, namespace: HOME };
        const [udp, tcp, wide] = [
          network.allows(from, dns, 53, 'UDP'),
          network.allows(from, dns, 53, 'TCP'),
          network.allows(from, other, 53, 'UDP') || network.allows(from, dns, NO_PORT),
        ];
        return problemsOf(
          app,
          when(!udp || !tcp, 'cannot resolve names', 'egress to kube-dns, port 53, UDP and TCP'),
          when(wide, 'reaches more than the name server', 'select kube-dns and port 53'),
        );
      });
    },
  },
  {
    id: 'deny-by-default',
    says: 'a pod that no policy names can connect to nobody, and nobody to it',
    check: (cluster) => {
      const denies = cluster.ofKind('NetworkPolicy').some(({ spec }) => {
        const all = Object.keys(spec?.podSelector ?? { none: true }).length === 0;
        const both = (['Ingress', 'Egress'] as const).every((type) => spec?.policyTypes?.includes(type));
        return all && both && !spec?.ingress && !spec?.egress;
      });
      return problemsOf(
        'NetworkPolicy',
        when(!denies, 'no policy denies all', 'k8s/network-policies.yaml, deny-all'),
      );
    },
  },
];
