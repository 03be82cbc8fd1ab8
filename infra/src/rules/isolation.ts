import type { IContainer } from 'kubernetes-models/v1';
import { nameOf, type Workload } from '../model/cluster.js';
import { quantity } from '../model/quantity.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

/** The kubelet keeps five log files of 10 MiB of each container, unless its node is configured otherwise. */
const LOGS = 50 * 2 ** 20;
const RESOURCES = 'in its manifest, or in the patch that has its resources';

const everyContainer = ({ containers, template }: Workload): IContainer[] => [
  ...containers,
  ...(template.spec?.initContainers ?? []),
];

export const isolationRules: Rule[] = [
  {
    id: 'own-users',
    says: 'in production the users of a pod are nobody on its node',
    check: ({ overlay, workloads }) =>
      workloads.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          when(
            overlay.several && workload.template.spec?.hostUsers !== false,
            'its users are users of the node',
            'set hostUsers: false in k8s/patches/every-pod.yaml (a backup: k8s-prod/patches/backup.yaml)',
          ),
        ),
      ),
  },
  {
    id: 'disk',
    says: 'a container requests disk of its node and has a limit, and the limits of a pod have room for its logs and temporary files',
    check: ({ workloads }) => workloads.flatMap(diskProblems),
  },
  {
    id: 'secrets-by-key',
    says: 'a container mounts single keys of a secret; only an init container, which ends, mounts them all or the password of the admin',
    check: ({ workloads }) => workloads.flatMap(secretProblems),
  },
];

function diskProblems(workload: Workload): Problem[] {
  const containers = everyContainer(workload);
  const temporary = (workload.template.spec?.volumes ?? []).flatMap(({ emptyDir }) =>
    emptyDir && emptyDir.medium !== 'Memory' ? [quantity(emptyDir.sizeLimit) ?? Infinity] : [],
  );
  const limits = workload.containers.map(
    ({ resources }) => quantity(resources?.limits?.['ephemeral-storage']) ?? 0,
  );
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  return problemsOf(
    nameOf(workload),
    ...containers.flatMap(({ name, resources }) => {
      const [asks, most] = [resources?.requests, resources?.limits].map((set) =>
        quantity(set?.['ephemeral-storage']),
      );
      return [
        when(!asks, `${name} requests no disk`, `set requests.ephemeral-storage ${RESOURCES}`),
        when(!most, `${name} has no limit of disk`, `set limits.ephemeral-storage ${RESOURCES}`),
        when(
          !!asks && !!most && asks > most,
          `${name} requests more disk than its limit`,
          `set limits.ephemeral-storage above the request ${RESOURCES}`,
        ),
      ];
    }),
    when(
      sum(limits) < sum(temporary) + LOGS * limits.length,
      'its limits of disk are less than its logs and its volumes of type emptyDir',
      `set sizeLimit of each emptyDir, and a higher limits.ephemeral-storage ${RESOURCES}`,
    ),
  );
}

function secretProblems(workload: Workload): Problem[] {
  const ofSecrets = new Set(
    (workload.template.spec?.volumes ?? []).flatMap(({ name, secret }) => (secret ? [name] : [])),
  );
  return problemsOf(
    nameOf(workload),
    ...workload.containers.flatMap(({ name, volumeMounts = [] }) =>
      volumeMounts
        .filter((mount) => ofSecrets.has(mount.name))
        .map(({ subPath, name: volume }) =>
          when(
            subPath === undefined || subPath === 'admin-password',
            `${name} mounts ${subPath ?? 'every key'} of the volume ${volume}`,
            'mount the keys that it needs by subPath; an init container may hand others on in memory',
          ),
        ),
    ),
  );
}
