import { podsOf, STORES, WEB } from '../architecture.js';
import { type Cluster, nameOf } from '../model/cluster.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

const running = ({ workloads }: Cluster) => workloads.filter(({ kind }) => kind !== 'CronJob');
const VOTING = [...STORES.map(({ app }) => app), 'nats'];

export const scaleRules: Rule[] = [
  {
    id: 'replicas',
    says: 'development has one pod of each; production as many as system.ts says, and an odd number of what votes',
    check: (cluster) =>
      running(cluster).flatMap((workload) => {
        const { least, most, odd } = podsOf(cluster.overlay, workload.app);
        const { replicas, mostReplicas } = workload;
        const right = replicas >= least && mostReplicas <= most && (!odd || replicas % 2 === 1);
        return problemsOf(
          nameOf(workload),
          when(!right, `has ${replicas} to ${mostReplicas} pods`, `${least} to ${most}${odd ? ', odd' : ''}`),
        );
      }),
  },
  {
    id: 'spread',
    says: 'where there are several pods they are spread over zones and nodes; those that vote are never two on a node',
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
          const strict = by('kubernetes.io/hostname')?.whenUnsatisfiable === 'DoNotSchedule';
          return problemsOf(
            nameOf(workload),
            when(!by('kubernetes.io/hostname'), 'all may be on one node', 'topologySpreadConstraints'),
            when(!by('topology.kubernetes.io/zone'), 'all may be in one zone', 'topologySpreadConstraints'),
            when(VOTING.includes(workload.app) && !strict, 'a majority may be on one node', 'DoNotSchedule'),
          );
        }),
  },
  {
    id: 'budgets-complete',
    says: 'in production each workload has one disruption budget, which selects it alone',
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
        const what = `lets none of ${pods} pods go`;
        return problemsOf(nameOf(budget), when(blocks, what, 'maxUnavailable: 1'));
      }),
  },
  {
    id: 'scalers-scale-stateless',
    says: 'an autoscaler scales a Deployment of a service, by a resource that it asks for, between two numbers',
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
          when(!stateless, `scales ${ref?.kind}/${ref?.name}`, 'scaleTargetRef: a Deployment without state'),
          when(
            !asked || metrics.length === 0,
            'measures what pods do not ask for',
            'metrics by a requested resource',
          ),
          when(
            minReplicas >= maxReplicas,
            `between ${minReplicas} and ${maxReplicas}`,
            'maxReplicas above minReplicas',
          ),
        );
      }),
  },
  {
    id: 'scalers-alone-count',
    says: 'what an autoscaler scales says no number of pods itself: each apply would undo the scaling',
    check: (cluster) =>
      cluster.ofKind('HorizontalPodAutoscaler').flatMap(({ spec }) => {
        const target = cluster.named('Deployment', spec?.scaleTargetRef.name);
        const says = target?.spec?.replicas !== undefined;
        return target ? problemsOf(nameOf(target), when(says, 'says replicas', 'remove replicas')) : [];
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
      const what = `selects ${names.join(' and ') || 'nothing'}`;
      return problemsOf(nameOf(budget), when(names.length !== 1, what, 'select by app'));
    }),
    ...running(cluster).flatMap((workload) => {
      const count = selected.filter(({ names }) => names.includes(workload.name)).length;
      return problemsOf(
        nameOf(workload),
        when(count !== 1, `has ${count} budgets`, 'a PodDisruptionBudget beside it'),
      );
    }),
  ];
}
