import { podsOf, STORES, WEB } from '../architecture.js';
import { type Cluster, nameOf } from '../model/cluster.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const running = ({ workloads }: Cluster) => workloads.filter(({ kind }) => kind !== 'CronJob');
const SPREAD = 'in k8s-prod/patches/spread.yaml (a StatefulSet: spread-members.yaml)';
const VOTING = [...STORES.map(({ app }) => app), 'nats'];
/** With this many nodes no node has a majority of an odd number of members that are spread evenly. */
const LEAST_NODES = 3;

export const scaleRules: Rule[] = [
  {
    id: 'replicas',
    says: 'development has one pod of each app; production has as many as system.ts says, and an odd number of members that vote',
    check: (cluster) =>
      running(cluster).flatMap((workload) => {
        const { least, most, odd } = podsOf(cluster.overlay, workload.app);
        const { replicas, mostReplicas } = workload;
        const right = replicas >= least && mostReplicas <= most && (!odd || replicas % 2 === 1);
        return problemsOf(
          nameOf(workload),
          when(
            !right,
            `it has ${replicas} to ${mostReplicas} pods, expected are ${least} to ${most}${odd ? ', an odd number' : ''}`,
            'change the expected numbers in system/src/system.ts (stores and broker: podsOf in src/architecture.ts), ' +
              'or the real ones in the autoscaler (k8s/patches/autoscaler.yaml) or replicas of k8s-prod/kustomization.yaml',
          ),
        );
      }),
  },
  {
    id: 'spread',
    says: 'several pods are spread over zones and nodes, and members that vote wait until there are three nodes for them',
    check: (cluster) =>
      running(cluster)
        .filter(({ replicas }) => replicas > 1)
        .flatMap((workload) => {
          const constraints = workload.template.spec?.topologySpreadConstraints ?? [];
          const by = (key: string) =>
            constraints.find(
              ({ topologyKey, labelSelector, matchLabelKeys }) =>
                topologyKey === key &&
                (matchLabelKeys?.includes('app')
                  ? !!labelSelector
                  : labelSelector?.matchLabels?.app === workload.app),
            );
          const { whenUnsatisfiable, maxSkew, minDomains = 1 } = by('kubernetes.io/hostname') ?? {};
          const strict = whenUnsatisfiable === 'DoNotSchedule' && maxSkew === 1 && minDomains >= LEAST_NODES;
          return problemsOf(
            nameOf(workload),
            when(
              !by('kubernetes.io/hostname'),
              'all its pods may be on one node',
              `spread them over kubernetes.io/hostname ${SPREAD}`,
            ),
            when(
              !by('topology.kubernetes.io/zone'),
              'all its pods may be in one zone',
              `spread them over topology.kubernetes.io/zone ${SPREAD}`,
            ),
            when(
              VOTING.includes(workload.app) && !strict,
              'a majority of its members may be on one node',
              `set whenUnsatisfiable: DoNotSchedule, maxSkew: 1 and minDomains: ${LEAST_NODES} for nodes in ` +
                'k8s-prod/patches/spread-members.yaml',
            ),
          );
        }),
  },
  {
    id: 'budgets-complete',
    says: 'in production each workload has one disruption budget, which selects no other workload',
    check: (cluster) => (cluster.overlay.several ? budgetProblems(cluster) : []),
  },
  {
    id: 'budgets-allow-drains',
    says: 'no disruption budget blocks the drain of a node for good',
    check: (cluster) =>
      cluster.ofKind('PodDisruptionBudget').flatMap((budget) => {
        const { minAvailable, maxUnavailable, selector } = budget.spec ?? {};
        const pods = cluster.chosenBy(selector?.matchLabels).reduce((sum, { replicas }) => sum + replicas, 0);
        const spare = maxUnavailable ?? (typeof minAvailable === 'number' ? pods - minAvailable : 0);
        const blocks = typeof spare === 'number' ? spare < 1 : /^0*%$/.test(spare);
        const what = `it lets none of ${pods} pods go`;
        const remedy = 'set maxUnavailable: 1 in k8s/patches/disruption-budget.yaml';
        return problemsOf(nameOf(budget), when(blocks, what, remedy));
      }),
  },
  {
    id: 'scalers-scale-stateless',
    says: 'an autoscaler scales a Deployment without state, by a resource that its pods request, between two numbers',
    check: (cluster) =>
      cluster.ofKind('HorizontalPodAutoscaler').flatMap((scaler) => {
        const { scaleTargetRef: ref, minReplicas = 1, maxReplicas = 0, metrics = [] } = scaler.spec ?? {};
        const target = cluster.workloads.find(({ kind, name }) => kind === ref?.kind && name === ref.name);
        const stateless = target?.kind === 'Deployment' && WEB.includes(target.app);
        const asked = metrics.every(({ resource }) =>
          target?.containers.every(({ resources }) => resources?.requests?.[resource?.name ?? '']),
        );
        return problemsOf(
          nameOf(scaler),
          when(
            !stateless,
            `it scales ${ref?.kind}/${ref?.name}, which is no service with an API and not the site`,
            'name the Deployment of a service in scaleTargetRef, in the manifest of the app in k8s/',
          ),
          when(
            !asked || metrics.length === 0,
            'it measures a resource that the pods do not request',
            'set metrics in k8s/patches/autoscaler.yaml, and requests in k8s/patches/our-image.yaml',
          ),
          when(
            minReplicas >= maxReplicas,
            `it scales between ${minReplicas} and ${maxReplicas}`,
            'set maxReplicas above minReplicas in k8s/patches/autoscaler.yaml',
          ),
        );
      }),
  },
  {
    id: 'scalers-alone-count',
    says: 'a Deployment that an autoscaler scales has no replicas, because each apply would undo the scaling',
    check: (cluster) =>
      cluster.ofKind('HorizontalPodAutoscaler').flatMap(({ spec }) => {
        const target = cluster.named('Deployment', spec?.scaleTargetRef.name);
        const fixed = target?.spec?.replicas !== undefined;
        const remedy = 'remove replicas from its manifest and from k8s-prod/kustomization.yaml';
        return target ? problemsOf(nameOf(target), when(fixed, 'it has replicas', remedy)) : [];
      }),
  },
];

function budgetProblems(cluster: Cluster): Problem[] {
  const selected = cluster.ofKind('PodDisruptionBudget').map((budget) => ({
    budget,
    names: cluster.chosenBy(budget.spec?.selector?.matchLabels).map(({ name }) => name),
  }));
  return [
    ...selected.flatMap(({ budget, names }) => {
      const what = `it selects ${names.join(' and ') || 'nothing'}`;
      const remedy = 'select the label app of one workload, in the manifest of that app in k8s/';
      return problemsOf(nameOf(budget), when(names.length !== 1, what, remedy));
    }),
    ...running(cluster).flatMap((workload) => {
      const count = selected.filter(({ names }) => names.includes(workload.name)).length;
      return problemsOf(
        nameOf(workload),
        when(
          count !== 1,
          `it has ${count} budgets`,
          'give it one PodDisruptionBudget, in its own manifest in k8s/',
        ),
      );
    }),
  ];
}
