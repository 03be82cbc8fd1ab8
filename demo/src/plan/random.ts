import { mersenne, type RandomGenerator, unsafeUniformIntDistribution } from 'pure-rand';

/** Draws from a seed. The same seed draws the same, on every machine. */
export class Random {
  private readonly generator: RandomGenerator;

  constructor(seed: number) {
    this.generator = mersenne(seed);
  }

  /** Another source, which this one has drawn the seed of. Draws from it change nothing here. */
  branch(): Random {
    return new Random(this.int(0, 2 ** 31 - 1));
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return unsafeUniformIntDistribution(min, max, this.generator);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.int(0, from.length - 1)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  }

  /** All elements in a drawn order. */
  shuffled<T>(from: readonly T[]): T[] {
    const rest = [...from];
    return from.map(() => rest.splice(this.int(0, rest.length - 1), 1)[0]!);
  }
}
