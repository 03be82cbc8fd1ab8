import { type Mutant, push, remove, rewrite, set } from './mutant.js';

const ROUTE = 'HTTPRoute/ticketing';
const INGRESS = 'Ingress/ticketing';
const peer = (app: string) => ({ podSelector: { matchLabels: { app } } });

/** Slips in who may talk to whom, and in what leads in from outside. */
export const networkMutants: Mutant[] = [
  {
    rule: 'arrows-exact',
    slip: 'the site may ask a database, and is let in',
    make: (objects) => {
      push('NetworkPolicy/client', 'spec/egress/0/to', peer('orders-mongo'))(objects);
      set('NetworkPolicy/client', 'spec/egress/0/ports', undefined)(objects);
      push('NetworkPolicy/orders-mongo', 'spec/ingress/0/from', peer('client'))(objects);
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'one end only: orders may not go out to its database',
    make: set('NetworkPolicy/orders', 'spec/egress/0', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'one end only: the broker lets expiration not in',
    make: set('Deployment/expiration-depl', 'spec/template/metadata/labels/bus', 'none'),
  },
  {
    rule: 'arrows-exact',
    slip: 'any port',
    make: (objects) => {
      set('NetworkPolicy/client', 'spec/egress/0/ports', undefined)(objects);
      set('NetworkPolicy/auth', 'spec/ingress/0/ports', undefined)(objects);
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'another port',
    make: set('NetworkPolicy/nats', 'spec/ingress/0/ports/0/port', 4223),
  },
  {
    rule: 'arrows-exact',
    slip: 'a range of ports, for both',
    make: (objects) => {
      for (const at of ['NetworkPolicy/nats-peers']) {
        set(at, 'spec/ingress/0/ports/0', { port: 4000, endPort: 9000 })(objects);
        set(at, 'spec/egress/0/ports/0', { port: 4000, endPort: 9000 })(objects);
      }
    },
  },
  {
    rule: 'arrows-exact',
    slip: 'a way to the internet',
    make: push('NetworkPolicy/auth', 'spec/egress', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }),
  },
  { rule: 'arrows-exact', slip: 'a way to everybody', make: push('NetworkPolicy/orders', 'spec/egress', {}) },
  {
    rule: 'arrows-exact',
    slip: 'a way in for everybody',
    make: push('NetworkPolicy/tickets', 'spec/ingress', { ports: [{ port: 3000 }] }),
  },
  {
    rule: 'arrows-exact',
    slip: 'a way in from every namespace',
    make: set('NetworkPolicy/gateway', 'spec/ingress/0/from/0/namespaceSelector', {}),
  },
  {
    rule: 'arrows-exact',
    slip: 'a controller is let in to a namespace of another name',
    overlay: 'k8s-dev',
    make: rewrite('NetworkPolicy/gateway', 'ingress-nginx', 'ingress'),
  },
  {
    rule: 'arrows-exact',
    slip: 'expiration gets requests from outside',
    make: set('Deployment/expiration-depl', 'spec/template/metadata/labels/routed', 'true'),
  },
  {
    rule: 'arrows-exact',
    slip: 'a service with an API gets no requests from outside',
    make: set('Deployment/orders-depl', 'spec/template/metadata/labels/routed', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'the site cannot call a service',
    make: set('Deployment/orders-depl', 'spec/template/metadata/labels/serves', undefined),
  },
  {
    rule: 'arrows-exact',
    slip: 'all members talk to all sets',
    make: (objects) => {
      for (const end of ['ingress/0/from', 'egress/0/to'])
        for (const [a, b] of [
          ['auth', 'orders'],
          ['orders', 'auth'],
        ])
          push(`NetworkPolicy/${a}-mongo-members`, `spec/${end}`, peer(`${b}-mongo`))(objects);
    },
  },
  { rule: 'arrows-exact', slip: 'peers of the broker are cut off', make: remove('NetworkPolicy/nats-peers') },
  { rule: 'arrows-exact', slip: 'backups are cut off', make: remove('NetworkPolicy/tickets-mongo-backup') },
  {
    rule: 'arrows-exact',
    slip: 'UDP',
    make: set('NetworkPolicy/expiration-redis', 'spec/ingress/0/ports/0/protocol', 'UDP'),
  },
  {
    rule: 'arrows-exact',
    slip: 'a policy that forgets egress',
    make: (objects) => {
      for (const name of ['deny-all', 'names', 'auth'])
        set(`NetworkPolicy/${name}`, 'spec/policyTypes', ['Ingress'])(objects);
    },
  },
  { rule: 'names-resolve', slip: 'no names', make: remove('NetworkPolicy/names') },
  {
    rule: 'names-resolve',
    slip: 'no TCP: large answers fail',
    make: set('NetworkPolicy/names', 'spec/egress/0/ports/1', undefined),
  },
  {
    rule: 'names-resolve',
    slip: 'all of kube-system',
    make: set('NetworkPolicy/names', 'spec/egress/0/to/0/podSelector', undefined),
  },
  { rule: 'deny-by-default', slip: 'nobody denies', make: remove('NetworkPolicy/deny-all') },
  {
    rule: 'deny-by-default',
    slip: 'ingress only',
    make: set('NetworkPolicy/deny-all', 'spec/policyTypes', ['Ingress']),
  },
  {
    rule: 'deny-by-default',
    slip: 'allows all instead',
    make: set('NetworkPolicy/deny-all', 'spec/ingress', [{}]),
  },

  {
    rule: 'ingress-is-contract',
    slip: 'a path misspelt',
    make: set(INGRESS, 'spec/rules/0/http/paths/1/path', '/api/ticket'),
  },
  {
    rule: 'ingress-is-contract',
    slip: 'a path to another service',
    make: rewrite(INGRESS, 'orders-srv', 'tickets-srv'),
  },
  {
    rule: 'ingress-is-contract',
    slip: 'exact paths',
    make: set(INGRESS, 'spec/rules/0/http/paths/0/pathType', 'Exact'),
  },
  {
    rule: 'ingress-is-contract',
    slip: 'no site',
    make: set(INGRESS, 'spec/rules/0/http/paths/3', undefined),
  },
  { rule: 'ingress-is-contract', slip: 'no Ingress', make: remove(INGRESS) },
  {
    rule: 'ingress-reaches-services',
    slip: 'a port by another name',
    make: rewrite(INGRESS, '"port":{"name":"http"}', '"port":{"name":"web"}'),
  },
  {
    rule: 'ingress-reaches-services',
    slip: 'a Service that is not there',
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
    slip: 'a secret nobody knows of',
    overlay: 'k8s-dev',
    make: set(INGRESS, 'spec/tls/0/secretName', 'tls'),
  },
  {
    rule: 'cookies-are-secure',
    slip: 'sessions in the clear',
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
  { rule: 'gateway-is-contract', slip: 'a path misspelt', make: rewrite(ROUTE, '/api/users', '/api/user') },
  {
    rule: 'gateway-is-contract',
    slip: 'a path to another service',
    make: rewrite(ROUTE, 'orders-srv', 'tickets-srv'),
  },
  {
    rule: 'gateway-is-contract',
    slip: 'exact paths',
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
  { rule: 'gateway-is-contract', slip: 'HTTP leads nowhere', make: remove('HTTPRoute/to-https') },
  {
    rule: 'gateway-is-contract',
    slip: 'a certificate nobody has',
    make: rewrite('Gateway/ticketing', '"ticketing-tls"', '"SECRET"'),
  },
];
