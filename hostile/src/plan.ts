import * as fc from 'fast-check';
import type { Hostile } from './hostile.js';
import { KINDS } from './kinds/index.js';
import type { Kind, World } from './kinds/kind.js';
import type { Target } from './routes/target.js';

/** A request that is made when its turn comes, because sessions are renewed on the way. */
export interface Planned {
  index: number;
  kind: Kind;
  target: Target;
  make: (world: World) => Hostile;
}

/**
 * The requests of a run. The same seed makes the same ones, each independent of how many there are. Every route is
 * visited in turn, each time by the next of the kinds that suit it.
 */
export function plan(
  targets: readonly Target[],
  { seed, count }: { seed: number; count: number },
): Planned[] {
  const suiting = targets.map((target) => KINDS.filter(({ suits }) => suits(target)));
  return Array.from({ length: count }, (_, index) => {
    const turn = index % targets.length;
    const target = targets[turn]!;
    const kinds = suiting[turn]!;
    // routes begin with different kinds, so that a short run has all of them
    const kind = kinds[(Math.floor(index / targets.length) + turn) % kinds.length]!;
    return {
      index,
      kind,
      target,
      make: (world) => {
        const drawn = kind.draw(target, world, `${seed}-${index}`);
        return fc.sample(drawn, { seed: mix(seed, index), numRuns: 1 })[0]!;
      },
    };
  });
}

/** Neighbouring numbers make seeds that are far apart. */
function mix(seed: number, index: number): number {
  return Math.imul(Math.imul(seed + 1, 0x9e3779b1) ^ (index + 1), 0x85ebca6b) | 0;
}
