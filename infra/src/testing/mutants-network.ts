import { type Mutant, push, remove, rewrite, set } from './mutant.js';

const ROUTE = 'HTTPRoute/ticketing';
const PAYMENTS = 'NetworkPolicy/payments';
const INGRESS = 'Ingress/ticketing';
const peer = (app: string) => ({ podSelector: { matchLabels: { app } } });

/** Slips in network policies and in the routes from outside. */
export const networkMutants: Mutant[] = [
  {
    rule: 'arrows-exact',
    slip: 'a site that may connect to a database',
    make: (objects) => {
      push('NetworkPolicy/client', 'spec/egress/0/to', peer('orders-mongo'))(objects);
      set('NetworkPolicy/client', 'spec/egress/0/ports', undefined)(objects);
      push('NetworkPolicy/orders-mongo', 'spec/ingress/0/from', peer('client'))(objects);
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'orders without egress to its database',
    make: set('NetworkPolicy/orders', 'spec/egress/0', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'a broker that refuses expiration',
    make: set('Deployment/expiration-depl', 'spec/template/metadata/labels/bus', 'none'),
  },
  {
    rule: 'arrows-exact',
    slip: 'a connection on any port',
    make: (objects) => {
      set('NetworkPolicy/client', 'spec/egress/0/ports', undefined)(objects);
      set('NetworkPolicy/auth', 'spec/ingress/0/ports', undefined)(objects);
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'a connection on another port',
    make: set('NetworkPolicy/nats', 'spec/ingress/0/ports/0/port', 4223),
  },
  {
    rule: 'arrows-exact',
    slip: 'a range of ports, at both ends',
    make: (objects) => {
      const range = { port: 4000, endPort: 9000 };
      set('NetworkPolicy/nats-peers', 'spec/ingress/0/ports/0', range)(objects);
      set('NetworkPolicy/nats-peers', 'spec/egress/0/ports/0', range)(objects);
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'egress to the internet',
    make: push('NetworkPolicy/auth', 'spec/egress', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }),
  },
  {
    rule: 'arrows-exact',
    slip: 'payments that cannot reach Stripe',
    make: set(PAYMENTS, 'spec/egress/2', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'payments that may reach addresses that are not public',
    make: set(PAYMENTS, 'spec/egress/2/to/0/ipBlock/except', undefined),
  },
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'].map(
    (block): Mutant => ({
      rule: 'arrows-exact',
      slip: `payments that may reach ${block}`,
      make: rewrite(PAYMENTS, `"${block}",`, ''),
    }),
  ),
  {
    rule: 'arrows-exact',
    slip: 'payments that may reach the internet on any port',
    make: set(PAYMENTS, 'spec/egress/2/ports', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'payments that may reach the internet without TLS',
    make: set(PAYMENTS, 'spec/egress/2/ports/0/port', 80),
  },
  {
    rule: 'arrows-exact',
    slip: 'egress to private addresses by IPv6',
    make: push(PAYMENTS, 'spec/egress/2/to', { ipBlock: { cidr: '::/0' } }),
  },
  {
    rule: 'arrows-exact',
    slip: 'orders that may reach Stripe too',
    make: (objects) =>
      push('NetworkPolicy/orders', 'spec/egress', {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }],
        ports: [{ port: 443 }],
      })(objects),
  },
  {
    rule: 'arrows-exact',
    slip: 'egress to everybody',
    make: push('NetworkPolicy/orders', 'spec/egress', {}),
  },
  {
    rule: 'arrows-exact',
    slip: 'ingress from everybody',
    make: push('NetworkPolicy/tickets', 'spec/ingress', { ports: [{ port: 3000 }] }),
  },
  {
    rule: 'arrows-exact',
    slip: 'ingress from every namespace',
    make: set('NetworkPolicy/gateway', 'spec/ingress/0/from/0/namespaceSelector', {}),
  },
  {
    rule: 'arrows-exact',
    slip: 'no ingress from the namespace of the controller',
    overlay: 'k8s-dev',
    make: rewrite('NetworkPolicy/gateway', 'ingress-nginx', 'ingress'),
  },
  {
    rule: 'arrows-exact',
    slip: 'a worker that the gateway may reach',
    make: set('Deployment/expiration-depl', 'spec/template/metadata/labels/routed', 'true'),
  },
  {
    rule: 'arrows-exact',
    slip: 'an API that the gateway may not reach',
    make: set('Deployment/orders-depl', 'spec/template/metadata/labels/routed', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'an API that the site may not call',
    make: set('Deployment/orders-depl', 'spec/template/metadata/labels/called-by', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'members that reach those of another set',
    make: (objects) => {
      for (const end of ['ingress/0/from', 'egress/0/to'])
        for (const [a, b] of [
          ['auth', 'orders'],
          ['orders', 'auth'],
        ])
          push(`NetworkPolicy/${a}-mongo-members`, `spec/${end}`, peer(`${b}-mongo`))(objects);
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'brokers that do not reach their peers',
    make: remove('NetworkPolicy/nats-peers'),
  },
  {
    rule: 'arrows-exact',
    slip: 'a backup that does not reach its database',
    make: remove('NetworkPolicy/tickets-mongo-backup'),
  },
  {
    rule: 'arrows-exact',
    slip: 'UDP instead of TCP',
    make: set('NetworkPolicy/expiration-redis', 'spec/ingress/0/ports/0/protocol', 'UDP'),
  },
  {
    rule: 'arrows-exact',
    slip: 'policies that do not limit egress',
    make: (objects) => {
      for (const name of ['deny-all', 'names', 'auth'])
        set(`NetworkPolicy/${name}`, 'spec/policyTypes', ['Ingress'])(objects);
    },
  },
  { rule: 'names-resolve', slip: 'no way to the name server', make: remove('NetworkPolicy/names') },
  {
    rule: 'names-resolve',
    slip: 'no TCP, which large answers need',
    make: set('NetworkPolicy/names', 'spec/egress/0/ports/1', undefined),
  },
  {
    rule: 'names-resolve',
    slip: 'egress to all pods of kube-system',
    make: set('NetworkPolicy/names', 'spec/egress/0/to/0/podSelector', undefined),
  },
  {
    rule: 'names-resolve',
    slip: 'no way to the cache of the node in a pod',
    make: set('NetworkPolicy/names', 'spec/egress/0/to/1', undefined),
  },
  {
    rule: 'names-resolve',
    slip: 'no way to the cache of the node at its address',
    make: set('NetworkPolicy/names', 'spec/egress/0/to/2', undefined),
  },
  {
    rule: 'names-resolve',
    slip: 'a way to the metadata server of a cloud',
    make: set('NetworkPolicy/names', 'spec/egress/0/to/2/ipBlock/cidr', '169.254.0.0/16'),
  },
  { rule: 'deny-by-default', slip: 'no policy that denies', make: remove('NetworkPolicy/deny-all') },
  {
    rule: 'deny-by-default',
    slip: 'a denial of ingress only',
    make: set('NetworkPolicy/deny-all', 'spec/policyTypes', ['Ingress']),
  },
  {
    rule: 'deny-by-default',
    slip: 'a default that allows all ingress',
    make: set('NetworkPolicy/deny-all', 'spec/ingress', [{}]),
  },

  {
    rule: 'ingress-is-contract',
    slip: 'a misspelt path',
    make: set(INGRESS, 'spec/rules/0/http/paths/1/path', '/api/ticket'),
  },
  {
    rule: 'ingress-is-contract',
    slip: 'a path to another service',
    make: rewrite(INGRESS, 'orders-srv', 'tickets-srv'),
  },
  {
    rule: 'ingress-is-contract',
    slip: 'an exact path',
    make: set(INGRESS, 'spec/rules/0/http/paths/0/pathType', 'Exact'),
  },
  {
    rule: 'ingress-is-contract',
    slip: 'no route to the site',
    make: set(INGRESS, 'spec/rules/0/http/paths/3', undefined),
  },
  { rule: 'ingress-is-contract', slip: 'no Ingress', make: remove(INGRESS) },
  {
    rule: 'ingress-reaches-services',
    slip: 'a port that the Service lacks',
    make: rewrite(INGRESS, '"port":{"name":"http"}', '"port":{"name":"web"}'),
  },
  {
    rule: 'ingress-reaches-services',
    slip: 'a Service that does not exist',
    make: remove('Service/orders-srv'),
  },
  { rule: 'hosts-have-tls', slip: 'no TLS', make: set(INGRESS, 'spec/tls', undefined) },
  {
    rule: 'hosts-have-tls',
    slip: 'TLS for another host',
    make: set(INGRESS, 'spec/tls/0/hosts/0', 'example.com'),
  },
  {
    rule: 'hosts-have-tls',
    slip: 'a secret that nobody makes',
    overlay: 'k8s-dev',
    make: set(INGRESS, 'spec/tls/0/secretName', 'tls'),
  },
  {
    rule: 'cookies-are-secure',
    slip: 'sessions without TLS',
    make: push('Deployment/auth-depl', 'spec/template/spec/containers/0/env', {
      name: 'COOKIE_SECURE',
      value: 'false',
    }),
  },
  {
    rule: 'controller-neutral',
    slip: 'an annotation of one controller',
    make: set(INGRESS, 'metadata/annotations', { 'nginx.ingress.kubernetes.io/rewrite-target': '/' }),
  },
  { rule: 'gateway-is-contract', slip: 'a misspelt path', make: rewrite(ROUTE, '/api/users', '/api/user') },
  {
    rule: 'gateway-is-contract',
    slip: 'a path to another service',
    make: rewrite(ROUTE, 'orders-srv', 'tickets-srv'),
  },
  {
    rule: 'gateway-is-contract',
    slip: 'an exact path',
    make: set(ROUTE, 'spec/rules/0/matches/0/path/type', 'Exact'),
  },
  {
    rule: 'gateway-is-contract',
    slip: 'another port',
    make: set(ROUTE, 'spec/rules/0/backendRefs/0/port', 80),
  },
  {
    rule: 'gateway-is-contract',
    slip: 'routes without TLS',
    make: set(ROUTE, 'spec/parentRefs/0/sectionName', 'http'),
  },
  { rule: 'gateway-is-contract', slip: 'another host', make: set(ROUTE, 'spec/hostnames/0', 'HOST') },
  { rule: 'gateway-is-contract', slip: 'HTTP that is not redirected', make: remove('HTTPRoute/to-https') },
  {
    rule: 'gateway-is-contract',
    slip: 'a certificate that nobody makes',
    make: rewrite('Gateway/ticketing', '"ticketing-tls"', '"SECRET"'),
  },
];
