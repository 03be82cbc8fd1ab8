import { STOP_LIMIT_MS } from '@ticketing/common/service';
import { nameOf } from '../model/cluster.js';
import { problemsOf, type Rule, when } from './rule.js';

/** A controller sends requests to a pod for some seconds after the pod was told to stop. */
const NOTICE_SECONDS = 5;
const FILE = 'k8s/patches/our-image.yaml';

export const stopRules: Rule[] = [
  {
    id: 'serves-until-unseen',
    says: `a service serves for ${NOTICE_SECONDS} s after it is told to stop, because requests still arrive`,
    check: (cluster) =>
      cluster.services.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          ...workload.containers.map(({ name, lifecycle }) => {
            const seconds = lifecycle?.preStop?.sleep?.seconds ?? 0;
            const remedy = `set preStop.sleep to ${NOTICE_SECONDS} s or more in ${FILE}`;
            return when(seconds < NOTICE_SECONDS, `${name} stops after ${seconds} s`, remedy);
          }),
        ),
      ),
  },
  {
    id: 'grace-fits-drain',
    says: 'the grace period is longer than this wait and the longest stop of a service (STOP_LIMIT_MS in common) together',
    check: (cluster) =>
      cluster.services.flatMap((workload) => {
        const sleep = Math.max(
          ...workload.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0),
        );
        const needed = sleep + STOP_LIMIT_MS / 1000;
        const grace = workload.template.spec?.terminationGracePeriodSeconds ?? 30;
        const what = `its grace period is ${grace} s, but its stop may take ${needed} s`;
        const remedy = `raise terminationGracePeriodSeconds above ${needed} in ${FILE}`;
        return problemsOf(nameOf(workload), when(grace <= needed, what, remedy));
      }),
  },
  {
    id: 'stores-have-time',
    says: 'a store has a minute to write its data before it is killed',
    check: ({ workloads }) =>
      workloads
        .filter(({ kind }) => kind === 'StatefulSet')
        .flatMap((workload) => {
          const grace = workload.template.spec?.terminationGracePeriodSeconds ?? 30;
          const what = `its grace period is ${grace} s`;
          const remedy = 'set terminationGracePeriodSeconds: 60 in k8s/patches/store.yaml';
          return problemsOf(nameOf(workload), when(grace < 60, what, remedy));
        }),
  },
  {
    id: 'updates-lose-nothing',
    says: 'in an update a new pod serves before an old one stops',
    check: (cluster) =>
      cluster.ofKind('Deployment').flatMap((deployment) => {
        const { type, rollingUpdate } = deployment.spec?.strategy ?? {};
        const first = rollingUpdate?.maxUnavailable === 0 && (rollingUpdate.maxSurge ?? 0) !== 0;
        const remedy = `set RollingUpdate with maxUnavailable: 0 and maxSurge: 1 in ${FILE}`;
        return problemsOf(
          nameOf(deployment),
          when(type === 'Recreate' || !first, 'an old pod may stop first', remedy),
        );
      }),
  },
];
