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

/** Each pod gets these settings from one of two files. */
const EVERY_POD = 'in k8s/patches/every-pod.yaml (a backup: k8s-prod/patches/backup.yaml)';

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
    says: 'a pod runs as a user by number, which is not root (Pod Security "restricted")',
    check: perPod(({ template, containers }) => {
      const { runAsNonRoot, runAsUser } = template.spec?.securityContext ?? {};
      return [
        when(
          runAsNonRoot !== true || !runAsUser,
          'it may run as root',
          `set runAsNonRoot: true and a number as runAsUser ${EVERY_POD}`,
        ),
        ...containers.map(({ name, securityContext }) =>
          when(
            securityContext?.runAsNonRoot === false || securityContext?.runAsUser === 0,
            `${name} runs as root`,
            'remove runAsUser and runAsNonRoot from the container: the pod has them',
          ),
        ),
      ];
    }),
  },
  {
    id: 'seccomp',
    says: 'a pod has the seccomp profile of the runtime (Pod Security "restricted")',
    check: perPod(({ template }) => {
      const type = template.spec?.securityContext?.seccompProfile?.type;
      const what = `its seccompProfile is ${type ?? 'not set'}`;
      return [when(type !== 'RuntimeDefault', what, `set seccompProfile: RuntimeDefault ${EVERY_POD}`)];
    }),
  },
  {
    id: 'no-privileges',
    says: 'a container can gain no privilege and has no capability (Pod Security "restricted")',
    check: perContainer(({ name, securityContext: context }) => [
      when(
        context?.allowPrivilegeEscalation !== false,
        `${name} may gain privileges`,
        `set allowPrivilegeEscalation: false ${EVERY_POD}`,
      ),
      when(context?.privileged === true, `${name} is privileged`, `remove privileged ${EVERY_POD}`),
      when(
        context?.capabilities?.drop?.includes('ALL') !== true || (context.capabilities.add ?? []).length > 0,
        `${name} has capabilities`,
        `drop: [ALL] and add none ${EVERY_POD}`,
      ),
    ]),
  },
  {
    id: 'no-host',
    says: 'a pod shares no network, process, port or path with its node (Pod Security "restricted")',
    check: perPod(({ template, containers }) => {
      const spec = template.spec;
      const types = (spec?.volumes ?? []).flatMap((volume) =>
        Object.keys(volume).filter((key) => key !== 'name'),
      );
      return [
        when(
          !!(spec?.hostNetwork || spec?.hostPID || spec?.hostIPC),
          'it shares namespaces with its node',
          'remove hostNetwork, hostPID and hostIPC from its manifest',
        ),
        ...types.map((type) =>
          when(
            !VOLUME_TYPES.includes(type),
            `it has a volume of type ${type}`,
            `use one of ${VOLUME_TYPES.join(', ')} in its manifest`,
          ),
        ),
        ...containers.flatMap(({ ports = [] }) =>
          ports.map(({ hostPort }) =>
            when(
              hostPort !== undefined,
              `it takes port ${hostPort} of its node`,
              'remove hostPort from its manifest: a Service leads to it',
            ),
          ),
        ),
      ];
    }),
  },
  {
    id: 'read-only-root',
    says: 'a container writes to volumes only, except images of this project in development, which compile',
    check: ({ overlay, workloads }) =>
      workloads.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          ...workload.containers.map(({ name, image, securityContext }) => {
            const compiles = !overlay.several && isOurs(image);
            const readOnly = securityContext?.readOnlyRootFilesystem === true;
            return when(
              !readOnly && !compiles,
              `${name} can write outside of its volumes`,
              `set readOnlyRootFilesystem: true ${EVERY_POD}`,
            );
          }),
        ),
      ),
  },
  {
    id: 'no-token',
    says: 'a pod has no token for the API server',
    check: perPod(({ template }) => [
      when(
        template.spec?.automountServiceAccountToken !== false,
        'it has a token',
        `set automountServiceAccountToken: false ${EVERY_POD}`,
      ),
    ]),
  },
  {
    id: 'no-service-links',
    says: 'a pod gets no variables about other Services, because they could be taken for settings',
    check: perPod(({ template }) => [
      when(
        template.spec?.enableServiceLinks !== false,
        'it gets a variable for each Service',
        `set enableServiceLinks: false ${EVERY_POD}`,
      ),
    ]),
  },
  {
    id: 'resources',
    says: 'a container requests CPU and memory and has a limit of memory, but none of CPU, so that a burst is not throttled',
    check: perContainer(({ name, resources }) => {
      const { requests, limits } = resources ?? {};
      const [asks, most] = [quantity(requests?.memory), quantity(limits?.memory)];
      const set = (field: string) => `set ${field} in its manifest, or in the patch that has its resources`;
      return [
        when(!quantity(requests?.cpu), `${name} requests no CPU`, set('requests.cpu')),
        when(!asks, `${name} requests no memory`, set('requests.memory')),
        when(!most, `${name} has no limit of memory`, set('limits.memory')),
        when(
          !!asks && !!most && asks > most,
          `${name} requests more memory than its limit`,
          set('limits.memory above requests.memory'),
        ),
        when(limits?.cpu !== undefined, `${name} is throttled at ${limits?.cpu} CPU`, 'remove limits.cpu'),
      ];
    }),
  },
  {
    id: 'images-pinned',
    says: 'an image has a version, except images of this project in development, which get one from Skaffold',
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
              `image ${image || '(none)'} has no exact version`,
              'set it in k8s-prod/images.yaml (images of this project), or under images in k8s/kustomization.yaml ' +
                'and k8s-prod/kustomization.yaml (all others)',
            );
          }),
        ),
      ),
  },
  {
    id: 'image-is-own',
    says: 'a service runs its own image, in a container with its own name',
    check: perContainer(({ name, image = '' }, { app }) => {
      const [, of] = /ticketing\/([a-z]+)/.exec(image) ?? [];
      return [
        when(
          of !== undefined && (of !== app || name !== app),
          `the container ${name} of ${app} runs ${image}`,
          `let the container ${app} run ticketing/${app} in k8s/${app}-depl.yaml`,
        ),
      ];
    }),
  },
];
