import { serviceOf } from '../system.js';
import type { Sighting } from './runtime.js';

/** A process that passed a moment in this many different seconds passes it again and again. */
const STEADY = 2;

/** Counts the notes of each process about each moment. */
export class PassCounts {
  private readonly counts = new Map<string, number>();
  private readonly steady = new Map<string, Set<string>>();

  add(sightings: readonly Sighting[]): void {
    for (const { instance, pid, moment } of sightings) {
      const key = `${instance} ${pid} ${moment}`;
      const count = (this.counts.get(key) ?? 0) + 1;
      this.counts.set(key, count);
      if (count >= STEADY) this.steadyOf(serviceOf(instance)).add(moment);
    }
  }

  /**
   * The moments that one process of the service passed in several different seconds. The load leads there. A start or a
   * stop leads to each of its moments once in the life of a process.
   */
  steadyOf(service: string): Set<string> {
    const moments = this.steady.get(service) ?? new Set();
    this.steady.set(service, moments);
    return moments;
  }
}
