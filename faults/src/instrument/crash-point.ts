import type { FaultKind } from '../fault.js';
import { Crashes } from './crash.js';
import { crashAt } from './crash-at.js';
import { instancesOf } from './places.js';
import { type CrashPoint, crashPoints } from './point.js';
import { PHASES } from './runtime.js';
import { specialStimulus } from './stimuli/index.js';

/** By which a campaign tells its instances when to die. */
export const crashes = new Crashes();

/** All but those that need something special: the tour visits them. */
let points: CrashPoint[] | undefined;

/** An instance dies at an await, with something half done. It must have been started with the environment of `crashes`. */
export const crashPoint: FaultKind = {
  name: 'crash-point',
  weight: 5,
  draw(random) {
    const point = random.pick((points ??= crashPoints().filter((each) => !specialStimulus(each))));
    const phase = random.pick(PHASES);
    const instance = random.pick(instancesOf(point));
    return {
      kind: 'crash-point',
      target: instance,
      ends: [instance],
      failsCalls: true,
      detail: { point: point.name, phase },
      durationMs: 0,
      inject: async (scene) => void (await crashAt(crashes, scene, instance, point, phase)),
    };
  },
};
