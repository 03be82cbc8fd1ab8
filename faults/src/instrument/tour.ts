import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../checker/violation.js';
import type { PlannedFault, Scene } from '../fault.js';
import { SERVERS, SERVICES } from '../instances.js';
import { Random } from '../random.js';
import { playRun } from '../run.js';
import { Stage } from '../stage.js';
import { Crashes } from './crash.js';
import { crashAt } from './crash-at.js';
import { type Leg, legs } from './legs.js';
import { instancesOf, serviceOf } from './places.js';
import { type CrashPoint, crashPoints } from './point.js';
import { type Phase, PHASES } from './runtime.js';

export interface TourOptions {
  /** Where to die; everywhere when left out. */
  points?: CrashPoint[];
  /** How often at each. */
  times?: number;
  /** Points of each service after which everybody is judged. */
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
  const { points = crashPoints(), times = 1, judgedEvery = 8, say = () => undefined, signal } = options;
  const crashes = new Crashes();
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-tour-'));
  // wrong passwords are part of it, over and over
  const env = (instance: string) => ({ ...crashes.env(instance), SIGNIN_FAILURES_PER_ADDRESS: '1000000' });
  const stage = await Stage.start({ folder, windowSeconds: 4, sellers: 3, buyers: 10, env });
  const visits: Visit[] = points.flatMap((point) => PHASES.map((phase) => ({ point, phase, kills: 0 })));
  const found = new Map<string, Violation>();
  try {
    for (const [index, leg] of legs(visits, judgedEvery * PHASES.length).entries()) {
      if (signal?.aborted) break;
      const run = index + 1;
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
function legFault(
  crashes: Crashes,
  leg: Leg<Visit>,
  times: number,
  say: (line: string) => void,
): PlannedFault {
  return {
    kind: 'crash-point',
    target: 'every instance',
    // the way to some points leads over the end of a server
    ends: [...SERVICES, ...SERVERS],
    failsCalls: true,
    detail: { services: leg.size },
    durationMs: 0,
    inject: async (scene) => {
      // the services die at the same time, each at its own places
      await Promise.all(
        [...leg].map(async ([service, visits]) => {
          for (const visit of visits) {
            for (let time = 0; time < times; time++)
              if (await visitOnce(crashes, scene, service, visit, time)) visit.kills++;
            say(`${visit.kills} × ${visit.point.way} ${visit.point.name} ${visit.phase}`);
          }
        }),
      );
    },
  };
}

/** Each time another instance of the service. */
async function visitOnce(
  crashes: Crashes,
  scene: Scene,
  service: string,
  { point, phase }: Visit,
  time: number,
): Promise<boolean> {
  const instances = instancesOf(point).filter((instance) => serviceOf(instance) === service);
  const { length } = instances;
  for (let tries = 0; tries < length; tries++) {
    if (await crashAt(crashes, scene, instances[(time + tries) % length]!, point, phase)) return true;
  }
  return false;
}
