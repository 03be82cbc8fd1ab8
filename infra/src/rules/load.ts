import { cpuOf } from '../load.js';
import { nameOf } from '../model/cluster.js';
import { quantity } from '../model/quantity.js';
import { problemsOf, type Rule, when } from './rule.js';

/** A request may be so much larger than what the load needs. More would keep nodes idle. */
const SPARE = 1.25;

export const loadRules: Rule[] = [
  {
    id: 'requests-carry-load',
    says: 'a pod that is scaled asks for the CPU of the load that it is to carry (src/load.ts), and its autoscaler acts above that load',
    check: (cluster) =>
      cluster.ofKind('HorizontalPodAutoscaler').flatMap(({ spec }) => {
        const target = cluster.workloads.find(({ name }) => name === spec?.scaleTargetRef.name);
        if (!target) return [];
        const asks = quantity(target.containers[0]?.resources?.requests?.cpu) ?? 0;
        const share = (spec?.metrics?.[0]?.resource?.target.averageUtilization ?? 0) / 100;
        const load = cpuOf(target.app);
        const millis = (cpus: number) => `${Math.ceil(cpus * 1000)}m`;
        const remedy = 'set requests.cpu in k8s/patches/load.yaml, or correct the load in src/load.ts';
        return problemsOf(
          nameOf(target),
          when(load === 0, 'nobody says which load a pod carries', 'add its load to src/load.ts'),
          when(
            asks * share < load,
            `it asks for ${millis(asks)} and is scaled at ${millis(asks * share)}, but the load of a pod takes ${millis(load)}`,
            remedy,
          ),
          when(
            load > 0 && asks * share > load * SPARE,
            `it asks for ${millis(asks)}, but the load of a pod needs ${millis(load / share)}`,
            remedy,
          ),
        );
      }),
  },
];
