import { busPermissions, onTheBus, services, usesBus } from '@ticketing/system';
import type { IContainer } from 'kubernetes-models/v1';
import { BROKER_USER, BUS_SECRET } from '../architecture.js';
import { type Cluster, nameOf } from '../model/cluster.js';
import { commandOf, environmentOf } from '../model/environment.js';
import { readNatsFlags } from '../model/nats-flags.js';
import { differences, type Problem, problemsOf, type Rule, when } from './rule.js';

const FILE = 'k8s/config/nats.conf';

/** The users that the broker must have, each as one line. */
const expected = [
  { user: BROKER_USER },
  ...services
    .filter(usesBus)
    .map((service) => ({ user: service.name, permissions: busPermissions(service) })),
].map((user) => JSON.stringify({ ...user, password: passwordOf(user.user) }));

export const busUserRules: Rule[] = [
  {
    id: 'broker-has-users',
    says: 'the broker has a user for each service on the bus, who may publish its own events alone, with a password of its own from a secret',
    check: (cluster) =>
      cluster.workloads
        .filter(({ app }) => app === 'nats')
        .flatMap((broker) => {
          const container = broker.containers[0]!;
          const object = nameOf(broker);
          const path = readNatsFlags(commandOf(container, broker)).values.config;
          if (path !== '/config/nats.conf' && path !== '/config/nats-tls.conf')
            return problemsOf(object, {
              what: 'it reads no users, so everybody may do everything',
              remedy: 'set -c=/config/nats.conf in k8s/nats-depl.yaml',
            });
          const { users, own } = usersOf(cluster);
          const wrong = [BROKER_USER, ...onTheBus].filter(
            (name) => keyOf(container, passwordOf(name).slice(1)) !== name,
          );
          return [
            ...differences(object, {
              actual: users,
              expected,
              of: 'a user',
              remedy: `correct it in ${FILE}`,
            }),
            ...problemsOf(
              object,
              when(own !== BROKER_USER, `it signs in at itself as ${own}`, `correct streaming in ${FILE}`),
              ...wrong.map((name) => ({
                what: `the password of ${name} does not come from the key ${name} of ${BUS_SECRET}`,
                remedy: 'correct env in k8s/nats-depl.yaml',
              })),
            ),
          ];
        }),
  },
  {
    id: 'services-are-users',
    says: 'each service signs in to the bus as the user of its name, with the password of that user',
    check: (cluster) =>
      cluster.services
        .filter(({ app }) => onTheBus.some((name) => name === app))
        .flatMap((workload): Problem[] => {
          const container = workload.containers[0]!;
          const { NATS_URL = '' } = environmentOf(container, workload);
          const key = keyOf(container, 'NATS_PASSWORD');
          return problemsOf(
            nameOf(workload),
            when(
              !NATS_URL.startsWith(`nats://${workload.app}:`),
              'it does not sign in to the bus as its own user',
              'give NATS_URL the login $(NATS_USER):$(NATS_PASSWORD)@ in k8s/patches/on-the-bus.yaml',
            ),
            when(
              key !== workload.app,
              `its NATS_PASSWORD is not the key ${workload.app} of ${BUS_SECRET}`,
              `correct it in k8s/${workload.app}-depl.yaml`,
            ),
          );
        }),
  },
];

/** The variable of the file that has the password of a user. */
function passwordOf(user: string): string {
  return `$${user.toUpperCase()}_PASSWORD`;
}

function keyOf({ env = [] }: IContainer, variable: string): string | undefined {
  const from = env.find(({ name }) => name === variable)?.valueFrom?.secretKeyRef;
  return from?.name === BUS_SECRET ? from.key : undefined;
}

/** The users in the file of the broker: JSON with comments, in which variables stand without quotes. */
function usersOf(cluster: Cluster): { users: string[]; own: string | undefined } {
  const maps = cluster.ofKind('ConfigMap').flatMap(({ data }) => data?.['nats.conf'] ?? []);
  const text = (maps[0] ?? '{}').replace(/^#.*$/gm, '').replace(/\$\w+/g, '"$&"');
  const { streaming, authorization } = JSON.parse(text) as {
    streaming?: { username?: string };
    authorization?: { users?: { user: string; password: string; permissions?: object }[] };
  };
  const users = (authorization?.users ?? []).map(({ user, password, permissions }) =>
    JSON.stringify({ user, ...(permissions && { permissions }), password }),
  );
  return { users, own: streaming?.username };
}
