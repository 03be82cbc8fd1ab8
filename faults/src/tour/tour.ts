import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../checker/violation.js';
import type { PlannedFault, Scene } from '../fault.js';
import { Crashes } from '../instrument/crash.js';
import type { Point } from '../instrument/instrument.js';
import { momentOf, PHASES } from '../instrument/runtime.js';
import { crashPoints } from '../instrument/sources.js';
import { Random } from '../random.js';
import { playRun } from '../run.js';
import { Stage } from '../stage.js';
import { ALL_INSTANCES, SERVERS } from '../system.js';
import { learn } from './learn.js';
import { type Leg, legs } from './legs.js';
import { STIMULI } from './stimuli/index.js';
import type { Stimulus } from './stimuli/stimulus.js';
import { UNREACHABLE } from './unreachable.js';
import { makeVisit, type Visit } from './visit.js';
import { Ways } from './ways.js';

export interface TourOptions {
  /** The points to die at; all points when left out. */
  points?: readonly Point[];
  /** How often an instance dies at each moment. */
  times?: number;
  /** The system is judged after this many points of each service. */
  judgedEvery?: number;
  /** The means to lead instances to points, besides the load; all when left out. */
  stimuli?: readonly Stimulus[];
  say?: (line: string) => void;
  signal?: AbortSignal;
}

export interface TourResult {
  visits: Visit[];
  ways: Ways;
  violations: Violation[];
}

/** Wrong passwords are part of the tour, over and over. Auth takes them, and does not slow them down. */
const PATIENT = { SIGNIN_FAILURES_PER_ADDRESS: '1000000', SIGNIN_HOLD_SECONDS: '0.001' };

/** A moment that was missed is visited again, up to this many times in all. */
const ROUNDS = 3;

/**
 * With a load on the system, an instance dies at each point and in each phase, one after the other. First the tour
 * learns which stimulus leads which service to which point.
 */
export async function crashTour(options: TourOptions = {}): Promise<TourResult> {
  const { points = crashPoints(), times = 1, judgedEvery = 8, stimuli = STIMULI } = options;
  const { say = () => undefined, signal } = options;
  const crashes = new Crashes();
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-tour-'));
  const env = (instance: string) => ({ ...crashes.env(instance), ...PATIENT });
  const stage = await Stage.start({ folder, windowSeconds: 4, sellers: 3, buyers: 10, env });
  const all = points.flatMap((point) =>
    PHASES.map((phase): Visit => ({ point, phase, kills: [], misses: 0 })),
  );
  const visits = all.filter((visit) => !(nameOf(visit) in UNREACHABLE));
  const ways = new Ways();
  const found = new Map<string, Violation>();
  let run = 0;
  const play = async (detail: Record<string, unknown>, inject: (scene: Scene) => Promise<void>) => {
    run++;
    const plan = { steps: [{ atMs: 1_000, fault: tourFault(detail, inject) }] };
    const { violations } = await playRun(run, plan, new Random(1, [run]), stage);
    for (const violation of violations) {
      const key = `${violation.rule} ${violation.of} ${violation.what}`;
      if (!found.has(key)) say(`VIOLATION ${key}`);
      found.set(key, violation);
    }
  };
  try {
    const wanted = visits.map(nameOf);
    await play({ learns: wanted.length }, (scene) =>
      learn(crashes, scene, { ways, wanted, stimuli, say, signal }),
    );
    for (let round = 0; round < ROUNDS; round++) {
      const left = visits.filter(
        (visit) => visit.kills.length < times && ways.servicesAt(nameOf(visit)).length > 0,
      );
      const sharing = {
        servicesFor: (visit: Visit) => ways.servicesAt(nameOf(visit)),
        costOf: (visit: Visit) => ways.cost(nameOf(visit)),
        perService: judgedEvery * PHASES.length,
      };
      for (const leg of legs(left, sharing)) {
        if (signal?.aborted) break;
        await play({ services: leg.size }, (scene) => visitAll(leg, scene));
      }
    }
  } finally {
    const left = await stage.close();
    for (const what of left) found.set(what, { rule: 'leak', of: 'the system', what });
    crashes.remove();
  }
  if (found.size === 0) await rm(folder, { recursive: true, force: true });
  else say(`the history: ${folder}`);
  return { visits, ways, violations: [...found.values()] };

  /** The services die at the same time, each at its own points. */
  async function visitAll(leg: Leg<Visit>, scene: Scene): Promise<void> {
    await Promise.all(
      [...leg].map(async ([service, its]) => {
        for (const visit of its) {
          if (signal?.aborted) return;
          while (visit.kills.length < times)
            if (!(await makeVisit(crashes, scene, visit, service, ways, stimuli))) break;
          say(`${visit.kills.length} × ${nameOf(visit)}${lastMeans(visit)}`);
        }
      }),
    );
  }
}

function nameOf({ point, phase }: Visit): string {
  return momentOf(point.name, phase);
}

function lastMeans({ kills, misses }: Visit): string {
  return ` (${kills.at(-1) ?? 'missed'}${misses > 0 ? `, ${misses} misses` : ''})`;
}

/** One fault in the eyes of the checker: it explains the calls that fail while it lasts. */
function tourFault(detail: Record<string, unknown>, inject: (scene: Scene) => Promise<void>): PlannedFault {
  return {
    kind: 'crash-tour',
    target: 'every instance',
    // the way to some points leads over the end of a server
    ends: [...ALL_INSTANCES, ...SERVERS],
    failsCalls: true,
    detail,
    durationMs: 0,
    inject,
  };
}
