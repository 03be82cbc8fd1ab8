import { randomUUID } from 'node:crypto';
import type { Scene } from '../../fault.js';
import { Person } from '../../load/person.js';

/**
 * Brings `instance` to a place that buyers and sellers alone do not bring it to.
 * @param end aborts when it is there: what takes long may then be left off.
 */
export type Stimulus = (scene: Scene, instance: string, end: AbortSignal) => Promise<unknown>;

/** Somebody whose calls the checker knows of. */
export const newcomer = ({ system, recorder }: Scene) => Person.signUp(system.url, randomUUID(), recorder);

/** For what may need the very instance that dies of it. */
export const quiet = (work: Promise<unknown>) => work.catch(() => undefined);
