import { ROUTES, secretsOf } from '../architecture.js';
import { type Cluster, nameOf } from '../model/cluster.js';
import { environmentOf } from '../model/environment.js';
import type { OfKind } from '../model/models.js';
import { differences, type Problem, problemsOf, type Rule, when } from './rule.js';

const contract = Object.entries(ROUTES).map(([path, service]) => `${path} → ${service}`);

type Rules = NonNullable<NonNullable<OfKind<'Ingress'>['spec']>['rules']>;
const pathsOf = (rules: Rules = []) => rules.flatMap(({ http }) => http?.paths ?? []);

const ingresses =
  (check: (ingress: OfKind<'Ingress'>, cluster: Cluster) => Problem[]) => (cluster: Cluster) => {
    const found = cluster.ofKind('Ingress');
    if (found.length === 0)
      return problemsOf('Ingress', { what: 'there is none', remedy: 'k8s/ingress.yaml' });
    return found.flatMap((ingress) => check(ingress, cluster));
  };

export const routeRules: Rule[] = [
  {
    id: 'ingress-is-contract',
    says: "the Ingress routes the HTTP contract's paths, by prefix, to their services, and no others",
    check: ingresses((ingress) => {
      const paths = pathsOf(ingress.spec?.rules);
      return [
        ...differences(nameOf(ingress), {
          actual: paths.map(({ path, backend }) => `${path} → ${backend.service?.name}`),
          expected: contract,
          of: 'route',
          remedy: 'see ROUTES in architecture.ts',
        }),
        ...problemsOf(
          nameOf(ingress),
          ...paths.map(({ path, pathType }) =>
            when(pathType !== 'Prefix', `${path} is ${pathType}`, 'pathType: Prefix'),
          ),
        ),
      ];
    }),
  },
  {
    id: 'ingress-reaches-services',
    says: 'each route of the Ingress leads to a Service and a port that it has',
    check: ingresses((ingress, cluster) =>
      pathsOf(ingress.spec?.rules).flatMap(({ path, backend: { service } }) => {
        const ports = cluster.named('Service', service?.name)?.spec?.ports ?? [];
        const there = ports.some(
          ({ name, port }) => name === service?.port?.name || port === service?.port?.number,
        );
        return problemsOf(
          nameOf(ingress),
          when(!there, `${path} leads nowhere`, 'name a Service and its port'),
        );
      }),
    ),
  },
  {
    id: 'hosts-have-tls',
    says: 'each host has TLS, with a secret the operator knows of: sessions are Secure cookies',
    check: ingresses((ingress, { overlay }) =>
      (ingress.spec?.rules ?? []).flatMap(({ host = '(any)' }) => {
        const tls = ingress.spec?.tls?.find(({ hosts }) => hosts?.includes(host));
        const known = tls?.secretName !== undefined && tls.secretName in secretsOf(overlay);
        return problemsOf(
          nameOf(ingress),
          when(!known, `${host} has no TLS`, 'tls, with the secret ticketing-tls'),
        );
      }),
    ),
  },
  {
    id: 'cookies-are-secure',
    says: 'no service is told to send sessions without TLS',
    check: (cluster) =>
      cluster.services.flatMap((workload) =>
        workload.containers.flatMap((container) => {
          const { COOKIE_SECURE = 'true' } = environmentOf(container, workload);
          return problemsOf(
            nameOf(workload),
            when(!/^(true|1)$/.test(COOKIE_SECURE), 'COOKIE_SECURE is off', 'remove it'),
          );
        }),
      ),
  },
  {
    id: 'controller-neutral',
    says: 'the Ingress needs no particular controller: no annotations of one',
    check: ingresses((ingress) =>
      Object.keys(ingress.metadata?.annotations ?? {})
        .filter((key) => key.includes('ingress.kubernetes.io/'))
        .flatMap((key) =>
          problemsOf(nameOf(ingress), {
            what: `has ${key}`,
            remedy: 'what another would ignore is no route',
          }),
        ),
    ),
  },
  {
    id: 'gateway-is-contract',
    says: "the Gateway's routes over TLS are those of the Ingress, for the same host, and HTTP only leads there",
    check: (cluster) => (cluster.overlay.gatewayApi ? gatewayProblems(cluster) : []),
  },
];

function gatewayProblems(cluster: Cluster): Problem[] {
  const host = cluster.ofKind('Ingress')[0]?.spec?.rules?.[0]?.host ?? '';
  const routes = cluster.ofKind('HTTPRoute');
  const listeners = cluster.ofKind('Gateway').flatMap(({ spec }) => spec.listeners);
  const protocolOf = (name?: string) => listeners.find((listener) => listener.name === name)?.protocol;
  const by = (protocol: string) =>
    routes.filter(({ spec }) =>
      spec.parentRefs?.every(({ sectionName }) => protocolOf(sectionName) === protocol),
    );
  const rules = by('HTTPS').flatMap(({ spec }) => spec.rules ?? []);
  const leadsOn = by('HTTP').some(({ spec }) =>
    spec.rules?.every(({ filters }) => filters?.some((filter) => filter.requestRedirect?.scheme === 'https')),
  );
  const tls = listeners.find(({ protocol }) => protocol === 'HTTPS')?.tls?.certificateRefs?.[0]?.name ?? '';
  const backends = rules.flatMap(({ backendRefs }) => backendRefs ?? []);
  return [
    ...differences('HTTPRoute', {
      actual: rules.flatMap(({ matches, backendRefs }) =>
        (matches ?? []).map(({ path }) => `${path?.value} → ${backendRefs?.[0]?.name}`),
      ),
      expected: contract,
      of: 'route',
      remedy: 'k8s-gateway/routes.yaml',
    }),
    ...problemsOf(
      'HTTPRoute',
      ...rules.flatMap(({ matches }) =>
        (matches ?? []).map(({ path }) =>
          when(path?.type !== 'PathPrefix', `${path?.value} is ${path?.type}`, 'PathPrefix'),
        ),
      ),
      ...backends.map(({ name, port }) => {
        const ports = cluster.named('Service', name)?.spec?.ports ?? [];
        return when(
          !ports.some((one) => one.port === port),
          `${name}:${port} does not exist`,
          'name a Service and its port',
        );
      }),
      when(!leadsOn, 'HTTP does not lead to HTTPS', 'requestRedirect: { scheme: https }'),
      when(
        !(tls in secretsOf(cluster.overlay)),
        `no TLS with ${tls}`,
        'certificateRefs: the secret of the Ingress',
      ),
      ...[
        ...listeners.map(({ hostname }) => hostname),
        ...routes.flatMap(({ spec }) => spec.hostnames ?? []),
      ].map((name) =>
        when(name !== host, `is for ${name}, the Ingress for ${host}`, 'replacements in k8s-gateway'),
      ),
    ),
  ];
}
