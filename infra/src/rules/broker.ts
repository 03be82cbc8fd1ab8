import { EVENT_CHANNELS } from '../architecture.js';
import { type Cluster, nameOf, type Workload } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { readNatsFlags } from '../model/nats-flags.js';
import { duration, quantity, size } from '../model/quantity.js';
import { exists } from './settings.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const DAY = 24 * 60 * 60;
/** A long weekend: so long a service may be away without missing an event. */
const LEAST_AGE = 3 * DAY;
/** So soon a client that died must be noticed. */
const DEATH_SECONDS = 30;

type Flags = Readonly<Record<string, string>>;
const ofBroker =
  (check: (broker: Workload, flags: Flags, cluster: Cluster) => Problem[]) => (cluster: Cluster) =>
    cluster.workloads
      .filter(({ app }) => app === 'nats')
      .flatMap((broker) =>
        check(broker, readNatsFlags(commandOf(broker.containers[0]!, broker)).values, cluster),
      );

const claimOf = ({ claims }: Workload) => quantity(claims[0]?.spec?.resources?.requests?.storage) ?? 0;
const isKept = ({ containers, claims }: Workload, path: string | undefined) =>
  containers[0]?.volumeMounts?.some(
    ({ name, mountPath }) =>
      path?.startsWith(`${mountPath}/`) && claims.some(({ metadata }) => metadata?.name === name),
  ) ?? false;

export const brokerRules: Rule[] = [
  {
    id: 'broker-flags-known',
    says: 'the broker is given flags that it has, each once',
    check: ({ workloads }) =>
      workloads
        .filter(({ app }) => app === 'nats')
        .flatMap((broker) =>
          problemsOf(
            nameOf(broker),
            ...readNatsFlags(commandOf(broker.containers[0]!, broker)).problems.map((what) => ({
              what,
              remedy: 'it would not start; see model/nats-flags.ts',
            })),
          ),
        ),
  },
  {
    id: 'broker-keeps',
    says: 'the broker keeps messages in files on its volume, and in production has each on disk before it says so',
    check: ofBroker((broker, flags) =>
      problemsOf(
        nameOf(broker),
        when(flags.store?.toLowerCase() !== 'file', `store ${flags.store}`, '-store=file'),
        when(!isKept(broker, flags.dir), `${flags.dir} is on no volume`, '-dir on the claimed volume'),
        when(flags.file_sync === 'false', 'does not wait for the disk', 'remove -file_sync=false'),
      ),
    ),
  },
  {
    id: 'broker-is-found',
    says: 'the broker has the cluster id, the ports and the monitoring that others use',
    check: ofBroker((broker, flags, cluster) => {
      const ports = (broker.containers[0]?.ports ?? []).map(({ containerPort }) => String(containerPort));
      const ids = cluster.services.flatMap((service) =>
        service.containers.flatMap((container) => environmentOf(container, service).NATS_CLUSTER_ID ?? []),
      );
      return problemsOf(
        nameOf(broker),
        when(
          ids.some((id) => id !== flags.cluster_id),
          `cluster id ${flags.cluster_id}`,
          'NATS_CLUSTER_ID',
        ),
        when(!ports.includes(flags.port ?? '4222'), `listens on ${flags.port}`, 'a port of the container'),
        when(!ports.includes(flags.http_port ?? ''), `monitors on ${flags.http_port}`, '-m, for the probes'),
      );
    }),
  },
  {
    id: 'broker-notices-death',
    says: `a client that died is noticed within ${DEATH_SECONDS} s, and its messages go to others`,
    check: ofBroker((broker, flags) => {
      const every = duration(flags.hb_interval) ?? 30;
      const seconds = (Number(flags.hb_fail_count ?? 10) + 1) * (every + (duration(flags.hb_timeout) ?? 10));
      return problemsOf(
        nameOf(broker),
        when(seconds > DEATH_SECONDS, `${seconds} s at worst`, '-hbi, -hbt, -hbf'),
      );
    }),
  },
  {
    id: 'broker-limits-fit',
    says: 'the broker keeps events for days, and the volume holds twice what all channels may have (messages, and the log of Raft)',
    check: ofBroker((broker, flags) => {
      const age = duration(flags.max_age) ?? 0;
      const [channels, bytes] = [Number(flags.max_channels ?? 100), size(flags.max_bytes) ?? 0];
      const most = 2 * channels * bytes;
      const unlimited = [channels, bytes, Number(flags.max_msgs ?? 0)].some((limit) => !(limit > 0));
      return problemsOf(
        nameOf(broker),
        when(
          age < LEAST_AGE,
          `keeps events for ${age / DAY} days`,
          `-max_age of ${LEAST_AGE / DAY} days or more`,
        ),
        when(unlimited, 'may grow without an end', '-max_channels, -max_bytes and -max_msgs'),
        when(channels < EVENT_CHANNELS, `${channels} channels`, `${EVENT_CHANNELS} are used`),
        when(most > claimOf(broker), `may need ${most} bytes, has ${claimOf(broker)}`, 'a larger claim'),
      );
    }),
  },
  {
    id: 'broker-peers',
    says: 'several brokers are one cluster: each knows all peers, by the names of the pods; a single one is none',
    check: ofBroker((broker, flags, cluster) => {
      if (broker.replicas === 1) {
        return problemsOf(nameOf(broker), when('clustered' in flags, 'waits for peers', 'remove -clustered'));
      }
      const pods = Array.from({ length: broker.replicas }, (_, index) => `${broker.name}-${index}`);
      const routes = (flags.routes ?? '').split(',').map((url) => url.replace('nats://', ''));
      const routed = routes.map((host) => host.split('.')[0]);
      const same = (a: unknown[], b: unknown[]) => [...a].sort().join() === [...b].sort().join();
      return problemsOf(
        nameOf(broker),
        when(flags.clustered !== 'true', 'each would be a broker of its own', '-clustered'),
        when(
          flags.cluster_node_id !== pods[0],
          'peers have no names of their own',
          '-cluster_node_id=$(POD_NAME)',
        ),
        when(
          !same((flags.cluster_peers ?? '').split(','), pods),
          `peers ${flags.cluster_peers}`,
          `${pods.join()}`,
        ),
        when(!same(routed, pods), `routes to ${routed.join()}`, 'one to each pod'),
        ...routes.map((host) => when(!exists(cluster, host), `no peer at ${host}`, 'pod.service:port')),
        when(!isKept(broker, flags.cluster_log_path), 'the log of Raft is on no volume', '-cluster_log_path'),
        when(flags.cluster_sync !== 'true', 'acknowledges before the disk has it', '-cluster_sync'),
        when(
          !flags.cluster?.endsWith(':6222'),
          `listens for peers at ${flags.cluster}`,
          '-cluster=nats://0.0.0.0:6222',
        ),
      );
    }),
  },
];
