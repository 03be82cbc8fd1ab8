import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../fault.js';
import { ALL_INSTANCES, serviceOf } from '../system.js';
import { Crashes } from './crash.js';
import { crashAt } from './crash-at.js';
import { PassCounts } from './pass-counts.js';
import { momentOf, type Phase, PHASES } from './runtime.js';
import { crashPoints } from './sources.js';

const REPORT_LIMIT_MS = 10_000;
const POLL_MS = 250;

/** A campaign tells its instances by this when to die, and hears of them which moments they pass. */
export const crashes = new Crashes();

const passed = new PassCounts();
let points: string[] | undefined;

/**
 * An instance dies at an await, with something half done. It must have been started with the environment of `crashes`.
 * The seed draws the instance, the phase, and an order of all points. The instance dies at the first point in this order
 * that the load has led its service to, by what the processes have reported so far.
 */
export const crashPoint: FaultKind = {
  name: 'crash-point',
  weight: 5,
  draw(random) {
    points ??= crashPoints().map(({ name }) => name);
    const instance = random.pick(ALL_INSTANCES);
    const phase = random.pick(PHASES);
    const order = random.sample(points, points.length);
    const detail: Record<string, unknown> = { phase };
    return {
      kind: 'crash-point',
      target: instance,
      ends: [instance],
      failsCalls: true,
      detail,
      durationMs: 0,
      inject: async (scene) => {
        const point = await firstReached(serviceOf(instance), order, phase);
        detail.point = point ?? 'none was reached';
        if (point !== undefined) await crashAt(crashes, scene, instance, { point, phase });
      },
    };
  },
};

/** Waits only when nothing is reported yet: the system has just started. */
async function firstReached(service: string, order: string[], phase: Phase): Promise<string | undefined> {
  const deadline = Date.now() + REPORT_LIMIT_MS;
  for (;;) {
    passed.add(crashes.news());
    const steady = passed.steadyOf(service);
    const first = order.find((point) => steady.has(momentOf(point, phase)));
    if (first !== undefined || Date.now() > deadline) return first;
    await sleep(POLL_MS);
  }
}
