import type { FaultKind } from '../fault.js';
import type { Crashes } from './crash.js';
import { crashAt } from './crash-at.js';
import { instancesOf } from './places.js';
import { crashPoints } from './point.js';
import { PHASES } from './runtime.js';
import { stimulusFor } from './stimuli.js';

/** An instance dies at an await, with something half done. Its environment must be that of `crashes`. */
export function crashPoint(crashes: Crashes): FaultKind {
  const points = crashPoints();
  // those that need something special are visited by the tour
  const onTheWay = points.filter(
    (point) => point.way === 'start' || point.way === 'stop' || !stimulusFor(point),
  );
  return {
    name: 'crash-point',
    weight: 5,
    draw(random) {
      const point = random.pick(onTheWay);
      const phase = random.pick(PHASES);
      const instance = random.pick(instancesOf(point));
      return {
        kind: 'crash-point',
        target: instance,
        ends: [instance],
        detail: { point: point.name, phase },
        durationMs: 0,
        inject: async (scene) => void (await crashAt(crashes, scene, instance, point, phase)),
      };
    },
  };
}
