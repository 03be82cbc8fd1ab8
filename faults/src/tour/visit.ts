import type { Scene } from '../fault.js';
import type { Crashes } from '../instrument/crash.js';
import { crashAt } from '../instrument/crash-at.js';
import type { Point } from '../instrument/instrument.js';
import { momentOf, type Phase } from '../instrument/runtime.js';
import { instancesOf } from '../system.js';
import type { Stimulus } from './stimuli/stimulus.js';
import type { Ways } from './ways.js';

/** One moment of the tour, and how often an instance has died at it. */
export interface Visit {
  point: Point;
  phase: Phase;
  /** The means that led there, once for each kill. */
  kills: string[];
  /** How often an instance did not get there in time. */
  misses: number;
}

/** A visit is given up, until the next round, after this many misses in a row. */
const MOST_MISSES = 3;

/** Kills an instance of the service at the moment, each time another one. After misses it tries another way. */
export async function makeVisit(
  crashes: Crashes,
  scene: Scene,
  visit: Visit,
  service: string,
  ways: Ways,
  stimuli: readonly Stimulus[],
): Promise<boolean> {
  const { point, phase, kills } = visit;
  const instances = instancesOf(service);
  const means = ways.of(service, momentOf(point.name, phase));
  for (let tries = 0; tries < MOST_MISSES; tries++) {
    const instance = instances[(kills.length + visit.misses) % instances.length]!;
    const by = means[Math.floor(visit.misses / instances.length) % means.length]!;
    const stimulus = stimuli.find(({ name }) => name === by);
    const lead = stimulus && ((end: AbortSignal) => stimulus.run(scene, [instance], end));
    if (await crashAt(crashes, scene, instance, { point: point.name, phase }, lead)) {
      kills.push(by);
      return true;
    }
    visit.misses++;
  }
  return false;
}
