import { EVENT_CHANNELS } from '../architecture.js';
import { type Cluster, isMounted, nameOf, podsOfSet, type Workload } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { type NatsFlags, readNatsFlags } from '../model/nats-flags.js';
import { duration, quantity, size } from '../model/quantity.js';
import { exists } from './settings.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const DAY = 24 * 60 * 60;
/** A service may be away for a long weekend without missing an event. */
const LEAST_AGE = 3 * DAY;
/** The broker must notice within this time that a client died. */
const DEATH_SECONDS = 30;

const BASE = 'k8s/nats-depl.yaml';
const PRODUCTION = 'k8s-prod/patches/nats-cluster.yaml';

const ofBroker =
  (check: (broker: Workload, flags: NatsFlags['values'], cluster: Cluster) => Problem[]) =>
  (cluster: Cluster) =>
    cluster.workloads
      .filter(({ app }) => app === 'nats')
      .flatMap((broker) => check(broker, flagsOf(broker).values, cluster));

const flagsOf = (broker: Workload) => readNatsFlags(commandOf(broker.containers[0]!, broker));
const claimOf = ({ claims }: Workload) => quantity(claims[0]?.spec?.resources?.requests?.storage) ?? 0;
const isKept = (broker: Workload, path: string | undefined) =>
  isMounted(broker, (mountPath) => path?.startsWith(`${mountPath}/`) ?? false);

export const brokerRules: Rule[] = [
  {
    id: 'broker-flags-known',
    says: 'the broker knows every flag that it gets, and gets each once',
    check: ofBroker((broker) =>
      problemsOf(
        nameOf(broker),
        ...flagsOf(broker).problems.map((what) => ({
          what: `${what}: the broker would not start`,
          remedy: `correct it in ${BASE} or ${PRODUCTION}; src/model/nats-flags.ts lists the flags`,
        })),
      ),
    ),
  },
  {
    id: 'broker-keeps',
    says: 'the broker stores messages in files on its volume, and in production syncs each to disk before it acknowledges',
    check: ofBroker((broker, flags) =>
      problemsOf(
        nameOf(broker),
        when(
          flags.store?.toLowerCase() !== 'file',
          `it stores messages in ${flags.store ?? 'memory'}`,
          `set -store=file in ${BASE}`,
        ),
        when(
          !isKept(broker, flags.dir),
          `${flags.dir} is not on the volume`,
          `set -dir to a path below the mounted claim in ${BASE}`,
        ),
        when(
          flags.file_sync === 'false',
          'it acknowledges a message before the disk has it',
          `remove -file_sync=false from ${BASE}`,
        ),
      ),
    ),
  },
  {
    id: 'broker-is-found',
    says: 'the broker has the cluster id, the port and the monitoring port that others use',
    check: ofBroker((broker, flags, cluster) => {
      const ports = (broker.containers[0]?.ports ?? []).map(({ containerPort }) => String(containerPort));
      const ids = cluster.services.flatMap((service) =>
        service.containers.flatMap((container) => environmentOf(container, service).NATS_CLUSTER_ID ?? []),
      );
      return problemsOf(
        nameOf(broker),
        when(
          ids.some((id) => id !== flags.cluster_id),
          `its cluster id is ${flags.cluster_id}, services use ${[...new Set(ids)].join()}`,
          `give -cid in ${BASE} and NATS_CLUSTER_ID in k8s/patches/on-the-bus.yaml the same value`,
        ),
        when(
          !ports.includes(flags.port ?? '4222'),
          `it listens on ${flags.port}, which is no port of the container`,
          `give -p in ${BASE} a containerPort`,
        ),
        when(
          !ports.includes(flags.http_port ?? ''),
          `its monitoring port is ${flags.http_port ?? 'not set'}, so probes fail`,
          `give -m in ${BASE} a containerPort`,
        ),
      );
    }),
  },
  {
    id: 'broker-notices-death',
    says: `the broker notices within ${DEATH_SECONDS} s that a client died, and gives its messages to others`,
    check: ofBroker((broker, flags) => {
      const every = duration(flags.hb_interval) ?? 30;
      const seconds = (Number(flags.hb_fail_count ?? 10) + 1) * (every + (duration(flags.hb_timeout) ?? 10));
      return problemsOf(
        nameOf(broker),
        when(
          seconds > DEATH_SECONDS,
          `it may take ${seconds} s to notice that a client died`,
          `lower -hbi, -hbt or -hbf in ${BASE}`,
        ),
      );
    }),
  },
  {
    id: 'broker-limits-fit',
    says: 'the broker keeps events for days, and its volume has twice the room of all full channels (for messages and the Raft log)',
    check: ofBroker((broker, flags) => {
      const age = duration(flags.max_age) ?? 0;
      const [channels, bytes] = [Number(flags.max_channels ?? 100), size(flags.max_bytes) ?? 0];
      const most = 2 * channels * bytes;
      const unlimited = [channels, bytes, Number(flags.max_msgs ?? 0)].some((limit) => !(limit > 0));
      return problemsOf(
        nameOf(broker),
        when(
          age < LEAST_AGE,
          `it keeps events for ${age / DAY} days`,
          `set -max_age to ${LEAST_AGE / DAY} days (72h) or more in ${BASE}`,
        ),
        when(
          unlimited,
          'its store may grow without limit',
          `set -max_channels, -max_bytes and -max_msgs in ${BASE}`,
        ),
        when(
          channels < EVENT_CHANNELS,
          `it allows ${channels} channels, but the system uses ${EVENT_CHANNELS}`,
          `raise -max_channels in ${BASE}`,
        ),
        when(
          most > claimOf(broker),
          `it may need ${most} bytes, but its volume has ${claimOf(broker)}`,
          `lower -max_bytes in ${BASE}, or raise the claim in k8s/patches/store.yaml`,
        ),
      );
    }),
  },
  {
    id: 'broker-peers',
    says: 'several brokers form one cluster, in which each knows all peers by the names of their pods; a single broker forms none',
    check: ofBroker((broker, flags, cluster) => {
      if (broker.replicas === 1) {
        return problemsOf(
          nameOf(broker),
          when(
            'clustered' in flags,
            'it waits for peers that do not exist',
            `remove -clustered from ${BASE}`,
          ),
        );
      }
      const pods = podsOfSet(broker);
      const routes = (flags.routes ?? '').split(',').map((url) => url.replace('nats://', ''));
      const routed = routes.map((host) => host.split('.')[0]);
      const same = (a: unknown[], b: unknown[]) => [...a].sort().join() === [...b].sort().join();
      const add = (flag: string) => `set ${flag} in ${PRODUCTION}`;
      return problemsOf(
        nameOf(broker),
        when(flags.clustered !== 'true', 'each pod would be a broker by itself', add('-clustered')),
        when(
          flags.cluster_node_id !== pods[0],
          'its node id is not the name of its pod',
          add('-cluster_node_id=$(POD_NAME)'),
        ),
        when(
          !same((flags.cluster_peers ?? '').split(','), pods),
          `its peers are ${flags.cluster_peers}, but the pods are ${pods.join()}`,
          add(`-cluster_peers=${pods.join()}`),
        ),
        when(!same(routed, pods), `it has routes to ${routed.join()} only`, add('-routes with each pod')),
        ...routes.map((host) =>
          when(!exists(cluster, host), `no peer answers at ${host}`, add('-routes with pod.service:port')),
        ),
        when(
          !isKept(broker, flags.cluster_log_path),
          'its Raft log is not on the volume',
          add('-cluster_log_path to a path below the mounted claim'),
        ),
        when(
          flags.cluster_sync !== 'true',
          'it acknowledges a message before the disk has it',
          add('-cluster_sync'),
        ),
        when(
          !flags.cluster?.endsWith(':6222'),
          `it listens for peers at ${flags.cluster}`,
          add('-cluster=nats://0.0.0.0:6222'),
        ),
      );
    }),
  },
];
