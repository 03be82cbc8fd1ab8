import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Health } from '@ticketing/common/http';
import { SITE } from '@ticketing/system';
import type { IContainer, IProbe } from 'kubernetes-models/v1';
import { nameOf, type Workload } from '../model/cluster.js';
import { INFRA } from '../model/render.js';
import { hasPort } from './wiring.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

/** A start may wait so long for the database, and again for the bus. */
const START_SECONDS = 60;
const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

/** The paths that each kind of server answers for probes. */
const ofServices = new Health().routes().stack.flatMap(({ route }) => (route ? [route.path] : []));
const ofSite = existsSync(join(INFRA, `../${SITE.name}/app/healthz/route.ts`)) ? ['/healthz'] : [];
const ofBroker = ['/healthz', '/streaming/serverz'];

export function servedPaths(app: string): string[] {
  if (app === SITE.name) return ofSite;
  return app === 'nats' ? ofBroker : ofServices;
}

interface Probed {
  workload: Workload;
  container: IContainer;
  kind: (typeof PROBES)[number];
  probe: IProbe | undefined;
}

/** What only helps (and has no port) is not asked how it is. */
const perProbe =
  (check: (probed: Probed) => (Omit<Problem, 'object'> | false)[]): Rule['check'] =>
  ({ workloads }) =>
    workloads
      .filter(({ kind }) => kind !== 'CronJob')
      .flatMap((workload) =>
        workload.containers
          .filter(({ ports }) => ports)
          .flatMap((container) =>
            PROBES.flatMap((kind) =>
              problemsOf(nameOf(workload), ...check({ workload, container, kind, probe: container[kind] })),
            ),
          ),
      );

export const probeRules: Rule[] = [
  {
    id: 'probes-present',
    says: 'each container that listens has a startup, a liveness and a readiness probe',
    check: perProbe(({ container, kind, probe }) => [
      when(!probe, `${container.name} has no ${kind}`, 'add it'),
    ]),
  },
  {
    id: 'probes-hit-ports',
    says: 'a probe asks a named port that the container has',
    check: perProbe(({ workload, kind, probe }) => {
      const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
      return [
        when(
          port !== undefined && !(typeof port === 'string' && hasPort(workload, port)),
          `${kind} asks port ${port}`,
          'name a port of the container',
        ),
      ];
    }),
  },
  {
    id: 'probes-hit-paths',
    says: 'a probe asks a path that the server really has; liveness asks none that other servers can fail',
    check: perProbe(({ workload, kind, probe }) => {
      const path = probe?.httpGet?.path;
      const paths = servedPaths(workload.app);
      return [
        when(
          path !== undefined && !paths.includes(path),
          `${kind} asks ${path}`,
          `it serves ${paths.join(', ')}`,
        ),
        when(
          kind === 'livenessProbe' && path === '/readyz',
          'livenessProbe asks /readyz: an outage of the database would restart every pod',
          'ask /healthz',
        ),
      ];
    }),
  },
  {
    id: 'readiness-asks-readyz',
    says: 'a service that has /readyz is asked there whether it can serve',
    check: perProbe(({ workload, kind, probe }) => [
      when(
        kind === 'readinessProbe' &&
          probe?.httpGet !== undefined &&
          servedPaths(workload.app).includes('/readyz') &&
          probe.httpGet.path !== '/readyz',
        `readinessProbe asks ${probe?.httpGet?.path}: it would get requests while its database is away`,
        'ask /readyz',
      ),
    ]),
  },
  {
    id: 'start-has-time',
    says: `a start may take ${START_SECONDS} s: what it waits for is told by the process itself, not by a kill`,
    check: perProbe(({ kind, probe }) => {
      const seconds = (probe?.periodSeconds ?? 10) * (probe?.failureThreshold ?? 3);
      const what = `startupProbe ends a start after ${seconds} s`;
      return [
        when(kind === 'startupProbe' && !!probe && seconds < START_SECONDS, what, 'raise failureThreshold'),
      ];
    }),
  },
];
