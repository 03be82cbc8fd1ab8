import { PassCounts } from '../instrument/pass-counts.js';
import type { Sighting } from '../instrument/runtime.js';
import { serviceOf } from '../system.js';

/** The name of the way on which people who buy and sell lead an instance to a moment. */
export const LOAD = 'people who buy and sell';

/** A time in which one thing was done to the system, and the sightings of it. */
export interface Chapter {
  /** The name of the stimulus, or `LOAD`. */
  means: string;
  tookMs: number;
  sightings: readonly Sighting[];
}

/** A visit that misses its moment takes about this long. A moment that was seen once is missed every other time, by guess. */
const MISS_MS = 20_000;

/** Learns from what the instances report which means leads the instances of a service to which moment. */
export class Ways {
  /** By service and moment: each means, with the time it is expected to take, in ms. */
  private readonly known = new Map<string, Map<string, number>>();
  private readonly services = new Map<string, Set<string>>();

  learn({ means, tookMs, sightings }: Chapter): void {
    const counts = new PassCounts();
    counts.add(sightings);
    const times = new Map<string, { service: string; moment: string; times: number }>();
    for (const { instance, moment } of sightings) {
      const service = serviceOf(instance);
      const entry = times.get(keyOf(service, moment)) ?? { service, moment, times: 0 };
      times.set(keyOf(service, moment), { ...entry, times: entry.times + 1 });
    }
    for (const [key, { service, moment, times: seen }] of times) {
      const isSteady = means === LOAD && counts.steadyOf(service).has(moment);
      this.note(key, service, moment, means, isSteady ? 0 : tookMs / seen + MISS_MS / (seen + 1));
    }
  }

  /** The means that lead a service to a moment, the quickest and surest first. */
  of(service: string, moment: string): string[] {
    const costs = [...(this.known.get(keyOf(service, moment)) ?? [])];
    return costs.sort(([, a], [, b]) => a - b).map(([means]) => means);
  }

  /** The time that the best way to a moment is expected to take, in ms; Infinity when no way is known. */
  cost(moment: string): number {
    const all = this.servicesAt(moment).flatMap((service) => [
      ...this.known.get(keyOf(service, moment))!.values(),
    ]);
    return Math.min(...all);
  }

  /** The services whose instances came to a moment. */
  servicesAt(moment: string): string[] {
    return [...(this.services.get(moment) ?? [])];
  }

  private note(key: string, service: string, moment: string, means: string, cost: number): void {
    const costs = this.known.get(key) ?? new Map<string, number>();
    costs.set(means, Math.min(cost, costs.get(means) ?? Infinity));
    this.known.set(key, costs);
    this.services.set(moment, (this.services.get(moment) ?? new Set()).add(service));
  }
}

function keyOf(service: string, moment: string): string {
  return `${service} ${moment}`;
}
