import type { FaultKind } from '../fault.js';
import { ALL_INSTANCES, instancesOf, serviceOf } from '../system.js';
import { crashes } from './crash-point.js';

const LEAST_MS = 2_000;
const MOST_MS = 5 * 60_000;

/** The date of one instance, or of all of a service, is set minutes forward or back while it runs, and then right again. */
export const clockStep: FaultKind = {
  name: 'clock-step',
  weight: 2,
  draw(random, { longestMs }) {
    const one = random.pick(ALL_INSTANCES);
    const names = random.chance(0.7) ? [one] : instancesOf(serviceOf(one));
    const aheadMs = random.int(LEAST_MS, MOST_MS) * random.pick([1, -1]);
    return {
      kind: 'clock-step',
      target: names.join(', '),
      failsCalls: false,
      detail: { aheadMs },
      durationMs: random.ms(2_000, Math.min(30_000, longestMs)),
      inject: () => {
        for (const name of names) crashes.setClock(name, aheadMs);
        return () => names.forEach((name) => crashes.setClock(name, 0));
      },
    };
  },
};
