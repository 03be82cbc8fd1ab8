import { PARTNERS, SITE } from '@ticketing/system';
import type { IContainer } from 'kubernetes-models/v1';
import { KEYS, secretOf, secretsOf, SITE_SETTINGS } from '../architecture.js';
import { type Cluster, isOurs, nameOf, type Workload } from '../model/cluster.js';
import { environmentOf, neededByOthers, SOME_SECRET } from '../model/environment.js';
import { readSettings } from '../settings-readers.js';
import { HEAP_SETTING } from './heap.js';
import { type Problem, problemsOf, repeated, type Rule, when } from './rule.js';

const ofServices =
  (check: (workload: Workload, container: IContainer, cluster: Cluster) => Problem[]) => (cluster: Cluster) =>
    cluster.services.flatMap((workload) =>
      workload.containers
        .filter(({ image }) => isOurs(image))
        .flatMap((container) => check(workload, container, cluster)),
    );

const ORIGINS_OF_PARTNERS = new Set<string>(Object.values(PARTNERS).map(({ formOrigin }) => formOrigin));

const SHARED = 'k8s/patches (api.yaml: sessions, on-the-bus.yaml: the bus)';

export const settingsRules: Rule[] = [
  {
    id: 'settings-complete',
    says: 'each service has every setting that it needs, with a value that its own config.ts accepts',
    check: ofServices((workload, container) => {
      const { problems } = readSettings(workload.app, environmentOf(container, workload));
      const remedy = `set it in env of k8s/${workload.app}-depl.yaml, or in ${SHARED}`;
      return problemsOf(nameOf(workload), ...problems.map((what) => ({ what, remedy })));
    }),
  },
  {
    id: 'settings-known',
    says: 'each service gets only settings that it reads',
    check: ofServices((workload, container) => {
      const env = environmentOf(container, workload);
      const { names } = readSettings(workload.app, env);
      const known = new Set([...names, ...neededByOthers(container), HEAP_SETTING]);
      const unknown = names.length === 0 ? [] : Object.keys(env).filter((name) => !known.has(name));
      return problemsOf(
        nameOf(workload),
        ...unknown.map((name) => ({
          what: `it does not read ${name}`,
          remedy: `remove it from k8s/${workload.app}-depl.yaml or the patches; it reads ${names.join(', ')}`,
        })),
      );
    }),
  },
  {
    id: 'site-knows-services',
    says: 'the site has the address of each service that it calls',
    check: ofServices((workload, container) => {
      const env = environmentOf(container, workload);
      const missing = SITE_SETTINGS.filter(
        (name) => name.endsWith('_URL') && name !== 'API_URL' && !env[name],
      );
      return problemsOf(
        nameOf(workload),
        ...missing.map((name) =>
          when(
            workload.app === SITE.name,
            `${name} is missing, so the site cannot call that service`,
            `set it in env of k8s/${SITE.name}-depl.yaml; system/src/system.ts says which services the site calls`,
          ),
        ),
      );
    }),
  },
  {
    id: 'variables-once',
    says: 'no container gets a variable twice',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        workload.containers.flatMap(({ env = [] }) => {
          const twice = repeated(env.map(({ name }) => name));
          const remedy = 'remove one, from its manifest or from a patch in k8s/patches';
          return problemsOf(
            nameOf(workload),
            ...twice.map((name) => ({ what: `it gets ${name} twice`, remedy })),
          );
        }),
      ),
  },
  {
    id: 'variables-resolved',
    says: 'a variable that a value or a command uses as $(NAME) stands before it',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        workload.containers.flatMap((container) => {
          const env = environmentOf(container, workload);
          const open = Object.values(env).filter((value) => /\$\(\w+\)/.test(value));
          const missing = [...neededByOthers(container)].filter((name) => !(name in env));
          return problemsOf(
            nameOf(workload),
            ...[...open, ...missing].map((what) => ({
              what: `${what} is used, but its variable does not stand before it`,
              remedy: 'put the variable before its use in env',
            })),
          );
        }),
      ),
  },
  {
    id: 'client-id-is-pod',
    says: 'each pod is a client of the bus under its own name',
    check: ofServices((workload, { env = [] }) => {
      const id = env.find(({ name }) => name === 'NATS_CLIENT_ID');
      const own = id?.valueFrom?.fieldRef?.fieldPath === 'metadata.name';
      return problemsOf(
        nameOf(workload),
        when(
          !!id && !own,
          'its pods share one NATS_CLIENT_ID',
          'take it from fieldRef metadata.name in k8s/patches/on-the-bus.yaml',
        ),
      );
    }),
  },
  {
    id: 'keys-from-secrets',
    says: 'each service, and the site, takes each of its keys from the secret of that key',
    check: ofServices((workload, container) =>
      (KEYS.get(workload.app) ?? []).flatMap((key) => notFromSecret(workload, container, key)),
    ),
  },
  {
    id: 'card-form-origin',
    says: 'the site lets pages load the card form from Stripe, and from nowhere else',
    check: ofServices((workload, container) => {
      const { [SITE.formOriginSetting]: origin } = environmentOf(container, workload);
      return problemsOf(
        nameOf(workload),
        when(
          workload.app === SITE.name && origin !== PARTNERS.stripe.formOrigin,
          `its ${SITE.formOriginSetting} is ${origin ?? 'not set'}`,
          `set it to ${PARTNERS.stripe.formOrigin} in k8s/${SITE.name}-depl.yaml`,
        ),
      );
    }),
  },
  {
    id: 'money-moves-in-production',
    says: 'in production no service takes test keys, with which tickets would be given away',
    check: ofServices((workload, container, { overlay }) => {
      const env = environmentOf(container, workload);
      const partners = Object.values(PARTNERS);
      const lax = partners.flatMap(({ testSetting, urlSetting }) =>
        [testSetting, urlSetting].filter((name) => name in env),
      );
      return problemsOf(
        nameOf(workload),
        ...lax.map((name) =>
          when(overlay.several, `it has ${name}`, 'remove it: only k8s-dev/kustomization.yaml may set it'),
        ),
      );
    }),
  },
  {
    id: 'secrets-documented',
    says: 'README.md tells the operator of each secret, and each of its keys, that a pod uses',
    check: (cluster) => {
      const documented = secretsOf(cluster.overlay);
      return cluster.workloads.flatMap((workload) =>
        secretRefs(workload).flatMap(({ name, key }) => {
          const keys = documented[name];
          const known = keys && (key === undefined || keys.includes(key));
          const what = `it uses the secret ${name}${key === undefined ? '' : ` with the key ${key}`}`;
          const remedy = 'add it to secretsOf in src/architecture.ts and to README.md, or correct the name';
          return problemsOf(nameOf(workload), when(!known, what, remedy));
        }),
      );
    },
  },
  {
    id: 'no-secret-in-sight',
    says: 'no manifest contains a password or a key',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        workload.containers.flatMap((container) =>
          (container.env ?? [])
            .filter(({ name, value = '' }) => /PASSWORD|KEY|TOKEN|SECRET/.test(name) && value !== '')
            .concat((container.env ?? []).filter(({ value = '' }) => /:\/\/[^/@$]+:[^/@$]+@/.test(value)))
            .flatMap(({ name }) =>
              problemsOf(nameOf(workload), {
                what: `the value of ${name} contains a password or a key`,
                remedy: 'take it from a secret by secretKeyRef',
              }),
            ),
        ),
      ),
  },
  {
    id: 'addresses-exist',
    says: 'each address in a setting is a port of a Service of the overlay',
    check: ofServices((workload, container, cluster) => {
      const env = environmentOf(container, workload);
      const redis = env.REDIS_HOST === undefined ? [] : [`${env.REDIS_HOST}:${env.REDIS_PORT ?? 6379}`];
      const inside = Object.values(env).filter((value) => !ORIGINS_OF_PARTNERS.has(value));
      const hosts = inside.flatMap(hostsIn).concat(redis);
      return problemsOf(
        nameOf(workload),
        ...hosts.map((host) =>
          when(
            !exists(cluster, host),
            `nothing answers at ${host}`,
            'name a Service and its port, or add the Service to the manifest of its app in k8s/',
          ),
        ),
      );
    }),
  },
];

/** The problem of a key that does not come from its secret. All pods of an app must have the same key. */
function notFromSecret(workload: Workload, { env = [] }: IContainer, key: string): Problem[] {
  const secret = secretOf(key);
  const variable = env.find(({ name }) => name === key);
  const from = variable?.valueFrom?.secretKeyRef;
  const right = from?.name === secret && from.key === key;
  return problemsOf(
    nameOf(workload),
    when(
      !!variable && !right,
      `its ${key} does not come from the secret ${secret}`,
      `use secretKeyRef { name: ${secret}, key: ${key} } in k8s/${workload.app}-depl.yaml (SESSION_PUBLIC_KEYS: k8s/patches/api.yaml)`,
    ),
  );
}

function hostsIn(value: string): string[] {
  const [, hosts] = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/]+)/.exec(value.replaceAll(SOME_SECRET, 'x')) ?? [];
  return hosts?.split(',') ?? [];
}

/** Whether a Service answers at `orders-srv:3000`, or a pod of a set at `orders-mongo-0.orders-mongo-srv:27017`. */
export function exists(cluster: Cluster, address: string): boolean {
  const [host = '', port] = address.split(':');
  const [first = '', second] = host.split('.');
  const service = cluster.named('Service', second ?? first);
  if (!service?.spec?.ports?.some((one) => one.port === Number(port))) return false;
  if (second === undefined) return true;
  const [set] = cluster.chosenBy(service.spec.selector);
  const [, name, ordinal] = /^(.+)-(\d+)$/.exec(first) ?? [];
  return (
    service.spec.clusterIP === 'None' &&
    set !== undefined &&
    set.name === name &&
    Number(ordinal) < set.replicas
  );
}

function secretRefs({ containers: running, template }: Workload): { name: string; key?: string }[] {
  const containers = [...running, ...(template.spec?.initContainers ?? [])];
  const ofEnv = containers.flatMap(({ env = [] }) =>
    env.flatMap(({ valueFrom }) => {
      const { name = '', key } = valueFrom?.secretKeyRef ?? {};
      return key === undefined ? [] : [{ name, key }];
    }),
  );
  const volumes = (template.spec?.volumes ?? []).flatMap(({ name, secret }) =>
    secret ? [{ name, secret }] : [],
  );
  const ofVolumes = volumes.flatMap(({ name, secret }) => {
    const mounts = containers
      .flatMap(({ volumeMounts = [] }) => volumeMounts)
      .filter((mount) => mount.name === name);
    return mounts.map(({ subPath }) => ({ name: secret.secretName ?? '', key: subPath }));
  });
  return [...ofEnv, ...ofVolumes];
}
