import { setTimeout as sleep } from 'node:timers/promises';
import { Types } from 'mongoose';
import { NotFoundError } from '../errors/http-errors.js';
import { databaseClock } from './database-clock.js';

/** A document counts as young for this long. The time in its id is from another machine, whose clock may be minutes apart. */
const YOUNG_MS = 10 * 60_000;
const ARRIVAL_LIMIT_MS = 1_000;
const POLL_MS = 50;

/**
 * Finds a service's copy of a document that another service owns. The event of a new document may still be on its way, so a
 * missing copy is waited for when the id is young: for one second, in steps of 50 ms.
 * @param id the id of the document, which holds the time when the document was made.
 * @param find resolves to the copy, or to nothing when there is none.
 * @throws {NotFoundError} when there is no copy.
 */
export async function findReplica<T>(id: string, find: () => Promise<T | null | undefined>): Promise<T> {
  const madeAt = new Types.ObjectId(id).getTimestamp().getTime();
  const young = Math.abs(databaseClock.now() - madeAt) < YOUNG_MS;
  for (let waited = 0; ; waited += POLL_MS) {
    const copy = await find();
    if (copy) return copy;
    if (!young || waited >= ARRIVAL_LIMIT_MS) throw new NotFoundError();
    await sleep(POLL_MS);
  }
}
