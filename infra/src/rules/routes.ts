import { ROUTES, secretsOf } from '../architecture.js';
import { type Cluster, nameOf } from '../model/cluster.js';
import { environmentOf } from '../model/environment.js';
import type { OfKind } from '../model/models.js';
import { differences, type Problem, problemsOf, type Rule, when } from './rule.js';

const GATEWAY_ROUTES = 'k8s-gateway/routes.yaml';
const contract = Object.entries(ROUTES).map(([path, service]) => `${path} → ${service}`);

type Rules = NonNullable<NonNullable<OfKind<'Ingress'>['spec']>['rules']>;
const pathsOf = (rules: Rules = []) => rules.flatMap(({ http }) => http?.paths ?? []);

const ingresses =
  (check: (ingress: OfKind<'Ingress'>, cluster: Cluster) => Problem[]) => (cluster: Cluster) => {
    const found = cluster.ofKind('Ingress');
    if (found.length === 0) {
      return problemsOf('Ingress', {
        what: 'there is none',
        remedy: 'name k8s/ingress.yaml in k8s/kustomization.yaml',
      });
    }
    return found.flatMap((ingress) => check(ingress, cluster));
  };

export const routeRules: Rule[] = [
  {
    id: 'ingress-is-contract',
    says: 'the Ingress routes the path of each API and of the site to its Service, by prefix, and no other path',
    check: ingresses((ingress) => {
      const paths = pathsOf(ingress.spec?.rules);
      return [
        ...differences(nameOf(ingress), {
          actual: paths.map(({ path, backend }) => `${path} → ${backend.service?.name}`),
          expected: contract,
          of: 'route',
          remedy: 'add or correct it in k8s/ingress.yaml; system/src/system.ts says which path a service has',
        }),
        ...problemsOf(
          nameOf(ingress),
          ...paths.map(({ path, pathType }) =>
            when(
              pathType !== 'Prefix',
              `${path} has pathType ${pathType}`,
              'set pathType: Prefix in k8s/ingress.yaml',
            ),
          ),
        ),
      ];
    }),
  },
  {
    id: 'ingress-reaches-services',
    says: 'each route of the Ingress leads to a port of a Service that exists',
    check: ingresses((ingress, cluster) =>
      pathsOf(ingress.spec?.rules).flatMap(({ path, backend: { service } }) => {
        const ports = cluster.named('Service', service?.name)?.spec?.ports ?? [];
        const there = ports.some(
          ({ name, port }) => name === service?.port?.name || port === service?.port?.number,
        );
        return problemsOf(
          nameOf(ingress),
          when(
            !there,
            `${path} leads to ${service?.name}, which is no Service with that port`,
            'name a Service and its port in k8s/ingress.yaml, or add the Service to the manifest of its app',
          ),
        );
      }),
    ),
  },
  {
    id: 'hosts-have-tls',
    says: 'each host has TLS, from a secret that the operator makes, because sessions are Secure cookies',
    check: ingresses((ingress, { overlay }) =>
      (ingress.spec?.rules ?? []).flatMap(({ host = '(any)' }) => {
        const tls = ingress.spec?.tls?.find(({ hosts }) => hosts?.includes(host));
        const known = tls?.secretName !== undefined && tls.secretName in secretsOf(overlay);
        return problemsOf(
          nameOf(ingress),
          when(
            !known,
            `${host} has no TLS`,
            'set tls with this host and the secret ticketing-tls in k8s/ingress.yaml and in the overlay',
          ),
        );
      }),
    ),
  },
  {
    id: 'cookies-are-secure',
    says: 'no service may send sessions without TLS',
    check: (cluster) =>
      cluster.services.flatMap((workload) =>
        workload.containers.flatMap((container) => {
          const { COOKIE_SECURE = 'true' } = environmentOf(container, workload);
          return problemsOf(
            nameOf(workload),
            when(
              !/^(true|1)$/.test(COOKIE_SECURE),
              `COOKIE_SECURE is ${COOKIE_SECURE}`,
              'remove it from the manifest: it is true unless it is set',
            ),
          );
        }),
      ),
  },
  {
    id: 'controller-neutral',
    says: 'the Ingress has no annotation of a particular controller, so that any controller serves it',
    check: ingresses((ingress) =>
      Object.keys(ingress.metadata?.annotations ?? {})
        .filter((key) => key.includes('ingress.kubernetes.io/'))
        .flatMap((key) =>
          problemsOf(nameOf(ingress), {
            what: `it has the annotation ${key}, which other controllers ignore`,
            remedy: 'remove it from k8s/ingress.yaml; an overlay of your own may set it',
          }),
        ),
    ),
  },
  {
    id: 'gateway-is-contract',
    says: 'the Gateway has the routes and the host of the Ingress, over TLS, and redirects HTTP to HTTPS',
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
  const redirects = by('HTTP').some(({ spec }) =>
    spec.rules?.every(({ filters }) => filters?.some((filter) => filter.requestRedirect?.scheme === 'https')),
  );
  const tls = listeners.find(({ protocol }) => protocol === 'HTTPS')?.tls?.certificateRefs?.[0]?.name ?? '';
  const hosts = [
    ...listeners.map(({ hostname }) => hostname),
    ...routes.flatMap(({ spec }) => spec.hostnames ?? []),
  ];
  const backends = rules.flatMap(({ backendRefs }) => backendRefs ?? []);
  return [
    ...differences('HTTPRoute', {
      actual: rules.flatMap(({ matches, backendRefs }) =>
        (matches ?? []).map(({ path }) => `${path?.value} → ${backendRefs?.[0]?.name}`),
      ),
      expected: contract,
      of: 'route',
      remedy: `add or correct it in ${GATEWAY_ROUTES}; system/src/system.ts says which path a service has`,
    }),
    ...problemsOf(
      'HTTPRoute',
      ...rules.flatMap(({ matches }) =>
        (matches ?? []).map(({ path }) =>
          when(
            path?.type !== 'PathPrefix',
            `${path?.value} has type ${path?.type}`,
            `set type: PathPrefix in ${GATEWAY_ROUTES}`,
          ),
        ),
      ),
      ...backends.map(({ name, port }) => {
        const ports = cluster.named('Service', name)?.spec?.ports ?? [];
        return when(
          !ports.some((one) => one.port === port),
          `${name}:${port} does not exist`,
          `name a Service and its port in ${GATEWAY_ROUTES}`,
        );
      }),
      when(
        !redirects,
        'HTTP is not redirected to HTTPS',
        `set requestRedirect: { scheme: https } in the route to-https of ${GATEWAY_ROUTES}`,
      ),
      when(
        !(tls in secretsOf(cluster.overlay)),
        `its certificate is the secret ${tls}, which nobody makes`,
        'let replacements in k8s-gateway/kustomization.yaml copy the secret of the Ingress',
      ),
      ...hosts.map((name) =>
        when(
          name !== host,
          `it is for the host ${name}, the Ingress for ${host}`,
          'let replacements in k8s-gateway/kustomization.yaml copy the host of the Ingress',
        ),
      ),
    ),
  ];
}
