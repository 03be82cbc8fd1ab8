import { STOP_LIMIT_MS } from '@ticketing/common/service';
import { nameOf } from '../model/cluster.js';
import { problemsOf, type Rule, when } from './rule.js';

/** A controller takes some seconds until it sends no more requests to a pod that goes. */
const NOTICE_SECONDS = 5;

export const stopRules: Rule[] = [
  {
    id: 'serves-until-unseen',
    says: `a service goes on serving for ${NOTICE_SECONDS} s after it is told to stop, until nobody sends to it any more`,
    check: (cluster) =>
      cluster.services.flatMap((workload) =>
        problemsOf(
          nameOf(workload),
          ...workload.containers.map(({ name, lifecycle }) => {
            const seconds = lifecycle?.preStop?.sleep?.seconds ?? 0;
            return when(seconds < NOTICE_SECONDS, `${name} stops after ${seconds} s`, 'preStop: { sleep }');
          }),
        ),
      ),
  },
  {
    id: 'grace-fits-drain',
    says: 'the grace period is longer than that sleep and the longest stop of a service',
    check: (cluster) =>
      cluster.services.flatMap((workload) => {
        const sleep = Math.max(
          ...workload.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0),
        );
        const needed = sleep + STOP_LIMIT_MS / 1000;
        const grace = workload.template.spec?.terminationGracePeriodSeconds ?? 30;
        const what = `grace period of ${grace} s, but it may take ${needed} s`;
        return problemsOf(nameOf(workload), when(grace <= needed, what, 'terminationGracePeriodSeconds'));
      }),
  },
  {
    id: 'stores-have-time',
    says: 'what keeps data has a minute to write it down',
    check: ({ workloads }) =>
      workloads
        .filter(({ kind }) => kind === 'StatefulSet')
        .flatMap((workload) => {
          const grace = workload.template.spec?.terminationGracePeriodSeconds ?? 30;
          const what = `grace period of ${grace} s`;
          return problemsOf(nameOf(workload), when(grace < 60, what, 'terminationGracePeriodSeconds: 60'));
        }),
  },
  {
    id: 'updates-lose-nothing',
    says: 'in an update a new pod serves before an old one goes',
    check: (cluster) =>
      cluster.ofKind('Deployment').flatMap((deployment) => {
        const { type, rollingUpdate } = deployment.spec?.strategy ?? {};
        const first = rollingUpdate?.maxUnavailable === 0 && (rollingUpdate.maxSurge ?? 0) !== 0;
        const remedy = 'RollingUpdate with maxUnavailable: 0 and maxSurge: 1';
        return problemsOf(
          nameOf(deployment),
          when(type === 'Recreate' || !first, 'an old pod may go first', remedy),
        );
      }),
  },
];
