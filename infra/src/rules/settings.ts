import { SITE } from '@ticketing/system';
import type { IContainer } from 'kubernetes-models/v1';
import { secretsOf, SITE_SETTINGS } from '../architecture.js';
import { type Cluster, isOurs, nameOf, type Workload } from '../model/cluster.js';
import { environmentOf, neededByOthers, SOME_SECRET } from '../model/environment.js';
import { readSettings } from '../settings-readers.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const ofServices =
  (check: (workload: Workload, container: IContainer, cluster: Cluster) => Problem[]) => (cluster: Cluster) =>
    cluster.services.flatMap((workload) =>
      workload.containers
        .filter(({ image }) => isOurs(image))
        .flatMap((container) => check(workload, container, cluster)),
    );

export const settingsRules: Rule[] = [
  {
    id: 'settings-complete',
    says: 'each service finds every setting it needs, and accepts its value (asked of its own config.ts)',
    check: ofServices((workload, container) => {
      const { problems } = readSettings(workload.app, environmentOf(container, workload));
      return problemsOf(nameOf(workload), ...problems.map((what) => ({ what, remedy: 'set it in env' })));
    }),
  },
  {
    id: 'settings-known',
    says: 'each service is given no setting that it does not read',
    check: ofServices((workload, container) => {
      const env = environmentOf(container, workload);
      const { names } = readSettings(workload.app, env);
      const known = new Set([...names, ...neededByOthers(container)]);
      const unknown = names.length === 0 ? [] : Object.keys(env).filter((name) => !known.has(name));
      return problemsOf(
        nameOf(workload),
        ...unknown.map((name) => ({
          what: `${name} is read by nobody`,
          remedy: `it reads ${names.join(', ')}`,
        })),
      );
    }),
  },
  {
    id: 'site-knows-services',
    says: 'the site is told where each service is',
    check: ofServices((workload, container) => {
      const env = environmentOf(container, workload);
      const missing = SITE_SETTINGS.filter(
        (name) => name.endsWith('_URL') && name !== 'API_URL' && !env[name],
      );
      return problemsOf(
        nameOf(workload),
        ...missing.map((name) =>
          when(workload.app === SITE.name, `${name} is missing`, 'it calls services, not the gateway'),
        ),
      );
    }),
  },
  {
    id: 'variables-once',
    says: 'no container is given a variable twice',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        workload.containers.flatMap(({ env = [] }) => {
          const names = env.map(({ name }) => name);
          const twice = names.filter((name, index) => names.indexOf(name) !== index);
          return problemsOf(
            nameOf(workload),
            ...twice.map((name) => ({ what: `${name} twice`, remedy: 'remove one' })),
          );
        }),
      ),
  },
  {
    id: 'variables-resolved',
    says: 'what a value or a command says as $(NAME) is given before it',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        workload.containers.flatMap((container) => {
          const env = environmentOf(container, workload);
          const open = Object.values(env).filter((value) => /\$\(\w+\)/.test(value));
          const missing = [...neededByOthers(container)].filter((name) => !(name in env));
          return problemsOf(
            nameOf(workload),
            ...[...open, ...missing].map((what) => ({
              what: `${what} is not given`,
              remedy: 'put it before its use',
            })),
          );
        }),
      ),
  },
  {
    id: 'client-id-is-pod',
    says: 'each pod is a client of the bus by its own name',
    check: ofServices((workload, { env = [] }) => {
      const id = env.find(({ name }) => name === 'NATS_CLIENT_ID');
      const own = id?.valueFrom?.fieldRef?.fieldPath === 'metadata.name';
      return problemsOf(
        nameOf(workload),
        when(!!id && !own, 'NATS_CLIENT_ID is shared', 'fieldRef metadata.name'),
      );
    }),
  },
  {
    id: 'session-key',
    says: 'JWT_KEY comes from the secret jwt-secret, for all who read sessions',
    check: ofServices((workload, { env = [] }) => {
      const key = env.find(({ name }) => name === 'JWT_KEY');
      const from = key?.valueFrom?.secretKeyRef;
      const right = from?.name === 'jwt-secret' && from.key === 'JWT_KEY';
      return problemsOf(
        nameOf(workload),
        when(!!key && !right, 'JWT_KEY is from elsewhere', 'secretKeyRef jwt-secret'),
      );
    }),
  },
  {
    id: 'secrets-documented',
    says: 'each secret, and each key of it, that is asked for is one that the operator is told to make',
    check: (cluster) => {
      const documented = secretsOf(cluster.overlay);
      return cluster.workloads.flatMap((workload) =>
        secretRefs(workload).flatMap(({ name, key }) => {
          const keys = documented[name];
          const known = keys && (key === undefined || keys.includes(key));
          const what = `asks for secret ${name}${key === undefined ? '' : `, key ${key}`}`;
          return problemsOf(
            nameOf(workload),
            when(!known, what, 'document it in README.md and architecture.ts'),
          );
        }),
      );
    },
  },
  {
    id: 'no-secret-in-sight',
    says: 'no password or key stands in a manifest',
    check: ({ workloads }) =>
      workloads.flatMap((workload) =>
        workload.containers.flatMap((container) =>
          (container.env ?? [])
            .filter(({ name, value = '' }) => /PASSWORD|KEY|TOKEN/.test(name) && value !== '')
            .concat((container.env ?? []).filter(({ value = '' }) => /:\/\/[^/@$]+:[^/@$]+@/.test(value)))
            .flatMap(({ name }) =>
              problemsOf(nameOf(workload), { what: `${name} has it in its value`, remedy: 'secretKeyRef' }),
            ),
        ),
      ),
  },
  {
    id: 'addresses-exist',
    says: 'each address in a setting is a Service of the overlay, at a port that it has',
    check: ofServices((workload, container, cluster) => {
      const env = environmentOf(container, workload);
      const redis = env.REDIS_HOST === undefined ? [] : [`${env.REDIS_HOST}:${env.REDIS_PORT ?? 6379}`];
      const hosts = Object.values(env).flatMap(hostsIn).concat(redis);
      return problemsOf(
        nameOf(workload),
        ...hosts.map((host) =>
          when(!exists(cluster, host), `nothing answers at ${host}`, 'name a Service and its port'),
        ),
      );
    }),
  },
];

function hostsIn(value: string): string[] {
  const [, hosts] = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/]+)/.exec(value.replaceAll(SOME_SECRET, 'x')) ?? [];
  return hosts?.split(',') ?? [];
}

/** `orders-srv:3000`, or `orders-mongo-0.orders-mongo-srv:27017`: one pod of a set. */
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

function secretRefs({ containers, template }: Workload): { name: string; key?: string }[] {
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
