import type { IContainer } from 'kubernetes-models/v1';
import { REDIS_TLS, TIMERS } from '../architecture.js';
import { type Cluster, nameOf, type Workload } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { problemsOf, type Rule, when } from './rule.js';

const SERVER = 'in k8s-prod/patches/redis-tls.yaml';
const WORKER = 'in k8s-prod/patches/redis-over-tls.yaml';

export const storeTlsRules: Rule[] = [
  {
    id: 'redis-over-tls',
    says: 'in production Redis takes connections over TLS only, and the worker trusts its certificate and does not have its key',
    check: (cluster) =>
      cluster.overlay.several
        ? TIMERS.flatMap(({ owner, app }) => [
            ...of(cluster, app).flatMap((redis) => serverProblems(redis)),
            ...of(cluster, owner).flatMap((worker) => workerProblems(worker)),
          ])
        : [],
  },
];

const of = (cluster: Cluster, app: string) => cluster.workloads.filter((workload) => workload.app === app);

function serverProblems(redis: Workload) {
  const [container] = redis.containers;
  const words = commandOf(container!, redis);
  const value = (flag: string) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
  const probes = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
  return problemsOf(
    nameOf(redis),
    when(value('--port') !== '0', 'it takes connections without TLS', `set --port 0 ${SERVER}`),
    when(value('--tls-port') !== '6379', 'it has no port for TLS', `set --tls-port 6379 ${SERVER}`),
    when(
      fileOf(redis, container!, value('--tls-cert-file')) !== 'tls.crt',
      'it has no certificate',
      `mount tls.crt of ${REDIS_TLS}, and name it in --tls-cert-file ${SERVER}`,
    ),
    when(
      fileOf(redis, container!, value('--tls-key-file')) !== 'tls.key',
      'it has no key of its certificate',
      `mount tls.key of ${REDIS_TLS}, and name it in --tls-key-file ${SERVER}`,
    ),
    when(
      value('--tls-auth-clients') !== 'no',
      'it wants certificates of clients, which have none',
      `set --tls-auth-clients no ${SERVER}`,
    ),
    when(
      !probes.every((probe) => probe?.exec?.command?.includes('--tls')),
      'a probe asks without TLS',
      `give each probe --tls ${SERVER}`,
    ),
  );
}

function workerProblems(worker: Workload) {
  const [container] = worker.containers;
  const { REDIS_CA_FILE } = environmentOf(container!, worker);
  const keys = (container?.volumeMounts ?? []).map(({ mountPath }) => fileOf(worker, container!, mountPath));
  return problemsOf(
    nameOf(worker),
    when(
      fileOf(worker, container!, REDIS_CA_FILE) !== 'ca.crt',
      'it uses Redis without TLS, or does not know which certificate to trust',
      `mount ca.crt of ${REDIS_TLS}, and name it in REDIS_CA_FILE ${WORKER}`,
    ),
    when(keys.includes('tls.key'), 'it has the key of Redis', `mount ca.crt alone ${WORKER}`),
  );
}

/** The key of the secret that a container has at a path. */
function fileOf(workload: Workload, { volumeMounts = [] }: IContainer, path: string | undefined) {
  const mount = volumeMounts.find(({ mountPath }) => mountPath === path);
  const volume = workload.template.spec?.volumes?.find(({ name }) => name === mount?.name);
  return volume?.secret?.secretName === REDIS_TLS ? mount?.subPath : undefined;
}
