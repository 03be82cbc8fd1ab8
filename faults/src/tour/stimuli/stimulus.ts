import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../../fault.js';
import { Person } from '../../load/person.js';

/** Something that leads instances to moments that buyers and sellers do not lead them to. */
export interface Stimulus {
  /** As the tour's table shows it. */
  name: string;
  /** Whether it can be aimed at this instance. Left out: it befalls the whole system. */
  fits?: (instance: string) => boolean;
  /**
   * @param instances it is aimed at these.
   * @param end aborts when the instance has died: the rest of a long stimulus may then be left off.
   */
  run(scene: Scene, instances: readonly string[], end: AbortSignal): Promise<unknown>;
}

/** A new person; the checker knows of all its calls. */
export const newcomer = ({ system, recorder }: Scene) => Person.signUp(system.url, randomUUID(), recorder);

/** The work may need the very instance that dies of it, and then fails. */
export const quiet = (work: Promise<unknown>) => work.catch(() => undefined);

/** Sleeps, at most until `end` aborts. */
export const pause = (ms: number, end: AbortSignal) => quiet(sleep(ms, undefined, { signal: end }));
