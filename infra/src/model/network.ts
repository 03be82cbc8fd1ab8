import { BlockList, isIPv6 } from 'node:net';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { type Cluster, matches, type Workload } from './cluster.js';

type Labels = Record<string, string>;

/** Pods have private addresses. Some network plugins hold blocks of addresses against those of pods, too. */
const POD_ADDRESS = '10.1.2.3';

/** One end of a connection: a pod, or an address outside of the cluster. */
export interface Party {
  name: string;
  /** The address outside of the cluster. A pod has none of its own. */
  address?: string;
  /** The labels of the pod. An address outside of the cluster has none. */
  labels?: Labels;
  namespace?: Labels;
  workload?: Workload;
}

interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Port {
  port?: number | string;
  endPort?: number;
  protocol?: string;
}

/** Says which connections the NetworkPolicies of a cluster allow. Both ends must allow a connection. */
export class Network {
  private readonly policies: INetworkPolicy[];

  constructor(
    cluster: Cluster,
    /** The labels of the namespace that has the policies. */
    private readonly home: Labels,
  ) {
    this.policies = cluster.ofKind('NetworkPolicy');
  }

  allows(from: Party, to: Party, port: number, protocol = 'TCP'): boolean {
    return (
      this.lets('Egress', from, to, to, port, protocol) && this.lets('Ingress', to, from, to, port, protocol)
    );
  }

  /** Whether the policies of `party` let it open a connection to `other` (Egress), or take one from it (Ingress). */
  private lets(
    way: 'Egress' | 'Ingress',
    party: Party,
    other: Party,
    target: Party,
    port: number,
    protocol: string,
  ) {
    if (!this.isHome(party)) return true;
    const own = this.policies.filter(
      ({ spec }) => selects(spec?.podSelector, party.labels ?? {}) && typesOf(spec).includes(way),
    );
    if (own.length === 0) return true;
    return own.some(({ spec }) =>
      (way === 'Egress' ? (spec?.egress ?? []) : (spec?.ingress ?? [])).some((rule) => {
        const peers = 'to' in rule ? rule.to : 'from' in rule ? rule.from : undefined;
        const ports = rule.ports as Port[] | undefined;
        return (
          (!peers || peers.length === 0 || peers.some((peer) => this.isPeer(peer, other))) &&
          (!ports || ports.length === 0 || ports.some((one) => isPort(one, target, port, protocol)))
        );
      }),
    );
  }

  private isHome({ namespace }: Party): boolean {
    return namespace !== undefined && matches(this.home, namespace);
  }

  private isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, party: Party): boolean {
    if (ipBlock) {
      const { cidr, except = [] } = ipBlock;
      const address = party.address ?? POD_ADDRESS;
      return includes([cidr], address) && !includes(except, address);
    }
    if (party.labels === undefined || party.namespace === undefined) return false;
    const inNamespace = namespaceSelector ? selects(namespaceSelector, party.namespace) : this.isHome(party);
    return inNamespace && (podSelector === undefined || selects(podSelector, party.labels));
  }
}

function includes(blocks: string[], address: string): boolean {
  const family = (text: string) => (isIPv6(text) ? 'ipv6' : 'ipv4');
  const list = new BlockList();
  for (const block of blocks) {
    const [net = '', prefix] = block.split('/');
    list.addSubnet(net, Number(prefix), family(net));
  }
  return list.check(address, family(address));
}

function typesOf(spec: INetworkPolicy['spec']): string[] {
  return spec?.policyTypes ?? ['Ingress', ...(spec?.egress ? ['Egress'] : [])];
}

function isPort(
  { port, endPort, protocol = 'TCP' }: Port,
  target: Party,
  wanted: number,
  by: string,
): boolean {
  if (protocol !== by) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return wanted >= port && wanted <= (endPort ?? port);
  const ports = (target.workload?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.some(({ name, containerPort }) => name === port && containerPort === wanted);
}

function selects(selector: Selector | undefined, labels: Labels): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    matches(matchLabels, labels) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
