import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Health } from '@ticketing/common/http';
import { SITE } from '@ticketing/system';
import type { IContainer, IProbe } from 'kubernetes-models/v1';
import { nameOf, type Workload } from '../model/cluster.js';
import { INFRA } from '../model/render.js';
import { hasPort } from './wiring.js';
import { type Problem, problemsOf, type Rule, when } from './rule.js';

/** At its start a service waits up to 30 s for the database, and then up to 30 s for the bus. */
const START_SECONDS = 60;
const SERVICES = 'k8s/patches/our-image.yaml';
const STORES = 'for a store, k8s/patches/mongodb.yaml or its manifest in k8s/';
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

/** Checks each probe of each container. A container without ports only helps another one and needs no probes. */
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
      when(!probe, `${container.name} has no ${kind}`, `add it in ${SERVICES}; ${STORES}`),
    ]),
  },
  {
    id: 'probes-hit-ports',
    says: 'a probe asks a port that its container has, by the name of the port',
    check: perProbe(({ workload, kind, probe }) => {
      const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port;
      return [
        when(
          port !== undefined && !(typeof port === 'string' && hasPort(workload, port)),
          `${kind} asks port ${port}, which is no named port of the container`,
          `use the name of a containerPort in ${SERVICES}; ${STORES}`,
        ),
      ];
    }),
  },
  {
    id: 'probes-hit-paths',
    says: 'a probe asks a path that the server answers, and liveness does not depend on other servers',
    check: perProbe(({ workload, kind, probe }) => {
      const path = probe?.httpGet?.path;
      const paths = servedPaths(workload.app);
      return [
        when(
          path !== undefined && !paths.includes(path),
          `${kind} asks ${path}, which the server does not answer`,
          `ask one of ${paths.join(', ')} in ${SERVICES}, k8s/patches/site.yaml or k8s/nats-depl.yaml`,
        ),
        when(
          kind === 'livenessProbe' && path === '/readyz',
          'livenessProbe asks /readyz: an outage of the database would restart every pod',
          `let it ask /healthz in ${SERVICES}`,
        ),
      ];
    }),
  },
  {
    id: 'readiness-asks-readyz',
    says: 'the readiness probe asks /readyz, where the server has it',
    check: perProbe(({ workload, kind, probe }) => [
      when(
        kind === 'readinessProbe' &&
          probe?.httpGet !== undefined &&
          servedPaths(workload.app).includes('/readyz') &&
          probe.httpGet.path !== '/readyz',
        `readinessProbe asks ${probe?.httpGet?.path}: the pod would get requests while its database is away`,
        `let it ask /readyz in ${SERVICES}`,
      ),
    ]),
  },
  {
    id: 'start-has-time',
    says: `a start may take ${START_SECONDS} s, so that the process itself can say what it waits for before it is killed`,
    check: perProbe(({ kind, probe }) => {
      const seconds = (probe?.periodSeconds ?? 10) * (probe?.failureThreshold ?? 3);
      const what = `startupProbe kills a start after ${seconds} s`;
      const remedy = `raise failureThreshold in ${SERVICES}; ${STORES}`;
      return [when(kind === 'startupProbe' && !!probe && seconds < START_SECONDS, what, remedy)];
    }),
  },
];
