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

/** Counts how often a kind came, for its weight. */
class Shares {
  private readonly shares = new Map<Kind, number>();

  of(kind: Kind): number {
    return this.shares.get(kind) ?? 0;
  }

  add(kind: Kind): void {
    this.shares.set(kind, this.of(kind) + 1 / (kind.weight ?? 1));
  }
}

/**
 * The requests of a run. The same seed makes the same ones, each independent of how many there are. Every route is
 * visited in turn, each time by the kind that it has had least of; among those by the one that came least of all, so that a
 * short run has all of them.
 */
export function plan(
  targets: readonly Target[],
  { seed, count }: { seed: number; count: number },
): Planned[] {
  const all = new Shares();
  const visits = targets.flatMap((target) => {
    const route = { target, kinds: KINDS.filter(({ suits }) => suits(target)), had: new Shares() };
    return Array.from({ length: VISITS[target.type] }, () => route);
  });
  return Array.from({ length: count }, (_, index) => {
    const { target, kinds, had } = visits[index % visits.length]!;
    const kind = [...kinds].sort((a, b) => had.of(a) - had.of(b) || all.of(a) - all.of(b))[0]!;
    had.add(kind);
    all.add(kind);
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
