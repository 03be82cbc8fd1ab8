import type { IContainer } from 'kubernetes-models/v1';
import { isOurs, nameOf, type Workload } from '../model/cluster.js';
import { quantity } from '../model/quantity.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

type Finding = Omit<Problem, 'object'> | false;

const perPod =
  (check: (workload: Workload) => Finding[]): Rule['check'] =>
  ({ workloads }) =>
    workloads.flatMap((workload) => problemsOf(nameOf(workload), ...check(workload)));

const perContainer = (check: (container: IContainer, workload: Workload) => Finding[]): Rule['check'] =>
  perPod((workload) =>
    [...workload.containers, ...(workload.template.spec?.initContainers ?? [])].flatMap((container) =>
      check(container, workload),
    ),
  );

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
const VOLUME_TYPES = [
  'configMap',
  'emptyDir',
  'persistentVolumeClaim',
  'projected',
  'secret',
  'downwardAPI',
  'csi',
  'ephemeral',
];

export const securityRules: Rule[] = [
  {
    id: 'runs-as-nobody',
    says: 'a pod runs as a user that is not root, by number (Pod Security "restricted")',
    check: perPod(({ template, containers }) => {
      const { runAsNonRoot, runAsUser } = template.spec?.securityContext ?? {};
      return [
        when(
          runAsNonRoot !== true || !runAsUser,
          'may run as root',
          'runAsNonRoot: true and runAsUser: a number',
        ),
        ...containers.map(({ name, securityContext }) =>
          when(
            securityContext?.runAsNonRoot === false || securityContext?.runAsUser === 0,
            `${name} runs as root`,
            'leave it to the pod',
          ),
        ),
      ];
    }),
  },
  {
    id: 'seccomp',
    says: 'a pod has the runtime\'s seccomp profile (Pod Security "restricted")',
    check: perPod(({ template }) => {
      const type = template.spec?.securityContext?.seccompProfile?.type;
      return [when(type !== 'RuntimeDefault', `seccompProfile ${type ?? '(none)'}`, 'RuntimeDefault')];
    }),
  },
  {
    id: 'no-privileges',
    says: 'a container can gain no privilege and has no capability (Pod Security "restricted")',
    check: perContainer(({ name, securityContext: context }) => [
      when(
        context?.allowPrivilegeEscalation !== false,
        `${name} may gain privileges`,
        'allowPrivilegeEscalation: false',
      ),
      when(context?.privileged === true, `${name} is privileged`, 'privileged must go'),
      when(
        context?.capabilities?.drop?.includes('ALL') !== true || (context.capabilities.add ?? []).length > 0,
        `${name} has capabilities`,
        'drop: [ALL], add none',
      ),
    ]),
  },
  {
    id: 'no-host',
    says: 'a pod shares nothing with its node: no network, processes, ports or paths (Pod Security "restricted")',
    check: perPod(({ template, containers }) => {
      const spec = template.spec;
      const types = (spec?.volumes ?? []).flatMap((volume) =>
        Object.keys(volume).filter((key) => key !== 'name'),
      );
      return [
        when(
          !!(spec?.hostNetwork || spec?.hostPID || spec?.hostIPC),
          "has the node's namespaces",
          'remove host…',
        ),
        ...types.map((type) => when(!VOLUME_TYPES.includes(type), `has a ${type} volume`, 'another type')),
        ...containers.flatMap(({ ports = [] }) =>
          ports.map(({ hostPort }) => when(hostPort !== undefined, `hostPort ${hostPort}`, 'use a Service')),
        ),
      ];
    }),
  },
  {
    id: 'read-only-root',
    says: 'a container writes to volumes only (but for images that compile, in development)',
    check: ({ overlay, workloads }) =>
      workloads.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          ...workload.containers.map(({ name, image, securityContext }) => {
            const compiles = !overlay.several && isOurs(image);
            const readOnly = securityContext?.readOnlyRootFilesystem === true;
            return when(
              !readOnly && !compiles,
              `${name} can write to its image`,
              'readOnlyRootFilesystem: true',
            );
          }),
        ),
      ),
  },
  {
    id: 'no-token',
    says: 'a pod has no token of the API server',
    check: perPod(({ template }) => [
      when(
        template.spec?.automountServiceAccountToken !== false,
        'has a token',
        'automountServiceAccountToken: false',
      ),
    ]),
  },
  {
    id: 'no-service-links',
    says: 'a pod gets no variables about other Services, which could be taken for settings',
    check: perPod(({ template }) => [
      when(template.spec?.enableServiceLinks !== false, 'gets them', 'enableServiceLinks: false'),
    ]),
  },
  {
    id: 'resources',
    says: 'a container asks for CPU and memory, and has a limit of memory; CPU has none, so that a burst is not throttled',
    check: perContainer(({ name, resources }) => {
      const { requests, limits } = resources ?? {};
      const [asks, most] = [quantity(requests?.memory), quantity(limits?.memory)];
      return [
        when(!quantity(requests?.cpu), `${name} asks for no CPU`, 'requests.cpu'),
        when(!asks, `${name} asks for no memory`, 'requests.memory'),
        when(!most, `${name} has no limit of memory`, 'limits.memory'),
        when(
          !!asks && !!most && asks > most,
          `${name} asks for more memory than its limit`,
          'raise the limit',
        ),
        when(limits?.cpu !== undefined, `${name} is throttled at ${limits?.cpu}`, 'remove limits.cpu'),
      ];
    }),
  },
  {
    id: 'images-pinned',
    says: 'an image has a version; those of this project get theirs from Skaffold in development',
    check: ({ overlay, workloads }) =>
      workloads.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          ...workload.containers.map(({ image = '' }) => {
            const [, tag, digest] = /^[^@]*?(?::([^/@]+))?(@sha256:[0-9a-f]{64})?$/.exec(image) ?? [];
            const pinned = digest !== undefined || (tag !== undefined && /\d+\.\d+/.test(tag));
            const skaffolds = !overlay.several && isOurs(image) && tag === undefined;
            return when(
              !pinned && !skaffolds,
              `image ${image || '(none)'} is not pinned`,
              'images: in kustomization.yaml',
            );
          }),
        ),
      ),
  },
  {
    id: 'image-is-own',
    says: 'a service runs its own image, under its own name',
    check: perContainer(({ name, image = '' }, { app }) => {
      const [, of] = /ticketing\/([a-z]+)/.exec(image) ?? [];
      return [
        when(
          of !== undefined && (of !== app || name !== app),
          `${name} of ${app} runs ${image}`,
          `ticketing/${app}`,
        ),
      ];
    }),
  },
];
