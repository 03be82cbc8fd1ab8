import { onTheBus } from '@ticketing/system';
import { CA_SECRET, STORES, TIMERS, tlsSecretOf } from '../architecture.js';
import { type Cluster, nameOf, type Workload } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { mongoUriOf } from '../model/stores.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const CA = '/certificates/ca.crt';
/** Each server is told these files of its secret. */
const [CERT, KEY, SERVER_CA] = ['/tls/tls.crt', '/tls/tls.key', '/tls/ca.crt'];

/** What the command line of each kind of server must have, so that it takes no connection without TLS. */
const FLAGS = {
  mongod: [
    '--tlsMode=requireTLS',
    '--tlsCertificateKeyFile=/tmp/server.pem',
    `--tlsCAFile=${SERVER_CA}`,
    '--tlsAllowConnectionsWithoutCertificates',
  ],
  redis: [
    '--port 0',
    '--tls-port 6379',
    `--tls-cert-file ${CERT}`,
    `--tls-key-file ${KEY}`,
    '--tls-auth-clients no',
  ],
  nats: ['-c=/config/nats-tls.conf', `-tls_client_cacert=${SERVER_CA}`],
};
const SERVERS = new Map([
  ...STORES.map(({ app }) => [app, FLAGS.mongod] as const),
  ...TIMERS.map(({ app }) => [app, FLAGS.redis] as const),
  ['nats', FLAGS.nats] as const,
]);

export const tlsRules: Rule[] = [
  {
    id: 'servers-demand-tls',
    says: 'in production databases, Redis and brokers take connections with TLS only, and each has a certificate of its own',
    check: inProduction((cluster) => [
      ...cluster.workloads.flatMap((server) => serverProblems(server, SERVERS.get(server.app))),
      ...brokerProblems(cluster),
    ]),
  },
  {
    id: 'services-check-certificates',
    says: 'in production services and backups trust databases, Redis and brokers by the CA of the cluster alone',
    check: inProduction((cluster) => [
      ...cluster.workloads.filter(({ kind }) => kind === 'CronJob').flatMap(caProblems),
      ...cluster.services
        .filter(({ app }) => onTheBus.some((name) => name === app))
        .flatMap((service) => [...caProblems(service), ...clientProblems(service, cluster)]),
    ]),
  },
];

function inProduction(check: (cluster: Cluster) => Problem[]): Rule['check'] {
  return (cluster) => (cluster.overlay.several ? check(cluster) : []);
}

function serverProblems(server: Workload, flags: readonly string[] | undefined): Problem[] {
  if (!flags) return [];
  const [container] = server.containers;
  // a flag of Redis and its value are two words
  const line = `${commandOf(container!, server).join(' ')} `;
  const commands = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe].flatMap(
    (probe) => (probe?.exec?.command ? [probe.exec.command] : []),
  );
  return problemsOf(
    nameOf(server),
    ...flags.map((flag) =>
      when(
        !line.includes(` ${flag} `),
        `it is started without ${flag}`,
        `set it in its patch in k8s-prod/patches`,
      ),
    ),
    ...commands.map((words) =>
      when(
        !words.includes('--tls'),
        'a probe asks without TLS',
        'give it --tls in k8s-prod/patches/tls-redis.yaml',
      ),
    ),
    ...[CERT, KEY, SERVER_CA].map((path) =>
      when(
        secretAt(server, path) !== tlsSecretOf(server.app),
        `${path} is not of the secret ${tlsSecretOf(server.app)}`,
        'mount it in k8s-prod/patches/tls-server.yaml, and name the secret in k8s-prod/kustomization.yaml',
      ),
    ),
  );
}

/** The file of the broker has the users of the other file, TLS for clients, and TLS with certificates for other brokers. */
function brokerProblems(cluster: Cluster): Problem[] {
  const map = cluster.ofKind('ConfigMap').find(({ data }) => data?.['nats.conf']);
  const text = map?.data?.['nats-tls.conf'] ?? '';
  const files = `cert_file: "${CERT}", key_file: "${KEY}"`;
  const lines = [
    `include './nats.conf'`,
    `tls: { ${files} }`,
    `cluster: { tls: { ${files}, ca_file: "${SERVER_CA}", verify: true } }`,
  ];
  return problemsOf(
    'StatefulSet/nats',
    ...lines.map((line) =>
      when(
        !text.split('\n').includes(line),
        `its file has no line ${line}`,
        'add it in k8s-prod/config/nats-tls.conf',
      ),
    ),
  );
}

function caProblems(client: Workload): Problem[] {
  const servers = (client.template.spec?.volumes ?? []).filter(({ secret }) =>
    [...SERVERS.keys()].some((server) => secret?.secretName === tlsSecretOf(server)),
  );
  return problemsOf(
    nameOf(client),
    when(servers.length > 0, 'it has the key of a server', 'mount internal-ca alone'),
    when(
      secretAt(client, CA) !== CA_SECRET,
      `${CA} is not of the secret ${CA_SECRET}`,
      'mount it in k8s-prod/patches/tls-client.yaml (a backup: backup.yaml)',
    ),
  );
}

function clientProblems(service: Workload, cluster: Cluster): Problem[] {
  const { MONGO_URI, REDIS_HOST, REDIS_CA_FILE, NATS_CA_FILE } = environmentOf(
    service.containers[0]!,
    service,
  );
  const options = MONGO_URI === undefined ? undefined : mongoUriOf(cluster, service.app).searchParams;
  const lax = [...(options?.keys() ?? [])].filter((name) => /insecure|allowInvalid/i.test(name));
  const where = 'k8s-prod/kustomization.yaml';
  return problemsOf(
    nameOf(service),
    when(
      !!options && (options.get('tls') !== 'true' || options.get('tlsCAFile') !== CA || lax.length > 0),
      'it does not check the certificates of its database',
      `set tls=true&tlsCAFile=${CA} in MONGO_URI in ${where}`,
    ),
    when(
      REDIS_HOST !== undefined && REDIS_CA_FILE !== CA,
      'it does not check the certificate of Redis',
      `set REDIS_CA_FILE in ${where}`,
    ),
    when(
      NATS_CA_FILE !== CA,
      'it does not check the certificates of the brokers',
      'set NATS_CA_FILE in k8s-prod/patches/tls-client.yaml',
    ),
  );
}

/** The secret whose key the first container has as this file. The key has the name of the file. */
function secretAt({ containers, template }: Workload, path: string): string | undefined {
  const mount = containers[0]?.volumeMounts?.find(({ mountPath }) => mountPath === path);
  if (mount?.subPath !== path.split('/').at(-1)) return undefined;
  return template.spec?.volumes?.find(({ name }) => name === mount?.name)?.secret?.secretName;
}
