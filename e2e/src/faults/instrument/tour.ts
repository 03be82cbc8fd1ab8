import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupBy } from '../checker/group-by.js';
import type { Violation } from '../checker/violation.js';
import type { PlannedFault, Scene } from '../fault.js';
import { SERVERS, SERVICES } from '../instances.js';
import { Random } from '../random.js';
import { playRun } from '../run.js';
import { Stage } from '../stage.js';
import { Crashes } from './crash.js';
import { crashAt } from './crash-at.js';
import { instancesOf } from './places.js';
import { type CrashPoint, crashPoints } from './point.js';
import { type Phase, PHASES } from './runtime.js';

export interface TourOptions {
  /** Where to die; everywhere when left out. */
  points?: CrashPoint[];
  /** How often at each. */
  times?: number;
  /** Points after which everybody is judged. */
  judgedEvery?: number;
  say?: (line: string) => void;
  signal?: AbortSignal;
}

/** What became of one point in one phase. */
export interface Visit {
  point: CrashPoint;
  phase: Phase;
  kills: number;
}

export interface TourResult {
  visits: Visit[];
  violations: Violation[];
}

/** With a load on the system, an instance dies at each point and in each phase, one after the other. */
export async function crashTour(options: TourOptions = {}): Promise<TourResult> {
  const { points = crashPoints(), times = 1, judgedEvery = 12, say = () => undefined, signal } = options;
  const crashes = new Crashes();
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-tour-'));
  // wrong passwords are part of it, over and over
  const env = (instance: string) => ({ ...crashes.env(instance), SIGNIN_FAILURES_PER_ADDRESS: '1000000' });
  const stage = await Stage.start({ folder, windowSeconds: 4, sellers: 3, buyers: 10, env });
  const visits: Visit[] = points.flatMap((point) => PHASES.map((phase) => ({ point, phase, kills: 0 })));
  const found = new Map<string, Violation>();
  try {
    for (let run = 1, next = 0; next < visits.length && !signal?.aborted; run++) {
      const leg = visits.slice(next, (next += judgedEvery * PHASES.length));
      const random = new Random(1, [run]);
      const plan = { steps: [{ atMs: 1_000, fault: legFault(crashes, leg, times, say) }] };
      const { violations } = await playRun(run, plan, random, stage);
      for (const violation of violations) {
        const key = `${violation.rule} ${violation.of} ${violation.what}`;
        if (!found.has(key)) say(`VIOLATION ${key}`);
        found.set(key, violation);
      }
    }
  } finally {
    const left = await stage.close();
    for (const what of left) found.set(what, { rule: 'leak', of: 'the system', what });
    crashes.remove();
  }
  if (found.size === 0) await rm(folder, { recursive: true, force: true });
  else say(`the history: ${folder}`);
  return { visits, violations: [...found.values()] };
}

/** One fault in the eyes of the checker: what fails while it lasts is explained. */
function legFault(crashes: Crashes, leg: Visit[], times: number, say: (line: string) => void): PlannedFault {
  return {
    kind: 'crash-point',
    target: 'every instance',
    // the way to some points leads over the end of a server
    ends: [...SERVICES, ...SERVERS],
    failsCalls: true,
    detail: { points: leg.length },
    durationMs: 0,
    inject: async (scene) => {
      // the services die at the same time, each at its own places
      const lanes = groupBy(leg, ({ point }) => laneOf(point));
      await Promise.all(
        [...lanes.values()].map(async (lane) => {
          for (const visit of lane) {
            for (let time = 0; time < times; time++)
              if (await visitOnce(crashes, scene, visit, time)) visit.kills++;
            say(`${visit.kills} × ${visit.point.way} ${visit.point.name} ${visit.phase}`);
          }
        }),
      );
    },
  };
}

const serviceOf = (instance: string) => instance.replace(/-\d+$/, '');

/** The service whose turn a point is; what the services share goes round. */
function laneOf(point: CrashPoint): string {
  const services = [...new Set(instancesOf(point).map(serviceOf))];
  const turn = [...point.name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return services[turn % services.length]!;
}

/** Each time another instance of the service whose turn it is. */
async function visitOnce(crashes: Crashes, scene: Scene, visit: Visit, time: number): Promise<boolean> {
  const { point, phase } = visit;
  const instances = instancesOf(point).filter((instance) => serviceOf(instance) === laneOf(point));
  const { length } = instances;
  for (let tries = 0; tries < length; tries++) {
    if (await crashAt(crashes, scene, instances[(time + tries) % length]!, point, phase)) return true;
  }
  return false;
}
