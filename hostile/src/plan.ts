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

/** How often a round visits a route of each type. Most harm is done where something changes. */
const VISITS: Readonly<Record<Target['type'], number>> = {
  changes: 4,
  webhook: 4,
  action: 2,
  reads: 1,
  page: 1,
  private: 1,
};

/** The kinds, each as often as its weight says, one after the other. */
function repeated(kinds: readonly Kind[]): Kind[] {
  const most = Math.max(...kinds.map(({ weight = 1 }) => weight));
  return Array.from({ length: most }, (_, round) => kinds.filter(({ weight = 1 }) => weight > round)).flat();
}

/**
 * The requests of a run. The same seed makes the same ones, each independent of how many there are. Every route is
 * visited in turn, each time by the next of the kinds that suit it.
 */
export function plan(
  targets: readonly Target[],
  { seed, count }: { seed: number; count: number },
): Planned[] {
  const visits = targets.flatMap((target) => {
    const kinds = repeated(KINDS.filter(({ suits }) => suits(target)));
    return Array.from({ length: VISITS[target.type] }, () => ({ target, kinds }));
  });
  return Array.from({ length: count }, (_, index) => {
    const turn = index % visits.length;
    const { target, kinds } = visits[turn]!;
    // routes begin with different kinds, so that a short run has all of them
    const kind = kinds[(Math.floor(index / visits.length) + turn) % kinds.length]!;
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
