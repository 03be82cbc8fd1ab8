import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from 'pure-rand';

/** A campaign draws everything from here: the same seed draws the same. */
export class Random {
  private readonly generator: RandomGenerator;

  /** @param names tell streams of one seed apart: a draw from one stream changes nothing for the others. */
  constructor(
    private readonly seed: number,
    private readonly names: readonly (string | number)[] = [],
  ) {
    this.generator = xoroshiro128plus(mix([seed, ...names].join('/')));
  }

  /** An independent stream of the same seed. */
  stream(...names: (string | number)[]): Random {
    return new Random(this.seed, [...this.names, ...names]);
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return unsafeUniformIntDistribution(min, max, this.generator);
  }

  /** True with this probability (0 to 1). */
  chance(probability: number): boolean {
    return this.int(0, 999_999) < probability * 1_000_000;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('there is nothing to pick from');
    return from[this.int(0, from.length - 1)]!;
  }

  /** One of the keys; each is drawn as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][];
    let rest = this.int(1, Math.round(entries.reduce((sum, [, weight]) => sum + weight, 0)));
    for (const [key, weight] of entries) {
      rest -= weight;
      if (rest <= 0) return key;
    }
    return entries.at(-1)![0];
  }

  /** Draws `count` of the elements, or all when there are fewer, in any order. */
  sample<T>(from: readonly T[], count: number): T[] {
    const rest = [...from];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0)
      taken.push(...rest.splice(this.int(0, rest.length - 1), 1));
    return taken;
  }

  /** A time from `min` to `max` ms. Short times are drawn more often: half of them lie in the lowest tenth of the range. */
  ms(min: number, max: number): number {
    if (max <= min) return min;
    return Math.round(min + (max - min) * (this.int(0, 1_000_000) / 1_000_000) ** Math.log2(10));
  }
}

/** FNV-1a, 32 bits. */
function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
