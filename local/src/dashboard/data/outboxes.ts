import type { MongoOwner } from '@ticketing/system';
import type { Db } from 'mongodb';
import type { Answers, Databases } from './databases.js';

/** The events of a collection that are recorded and not published yet. */
export interface OutboxState {
  owner: MongoOwner;
  collection: string;
  /** How many documents have events that wait. It is at most `MOST_COUNTED`. */
  waiting: number;
  /** When the oldest of them was recorded, in ms since 1970. */
  since: number | undefined;
}

export const MOST_COUNTED = 10_000;
/** Only documents with such a field are in the sparse index of the outbox, so the query reads no others. */
const FIELD = 'outbox.at';
const LONG_AGO = new Date(0);

/** Every outbox of the system: those collections have an index on the times of their events. */
export function readOutboxes(databases: Databases): Promise<Answers<OutboxState>> {
  return databases.askEach(readOutboxesOf);
}

async function readOutboxesOf(db: Db, owner: MongoOwner): Promise<OutboxState[]> {
  const states: OutboxState[] = [];
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    const collection = db.collection(name);
    const hasOutbox = (await collection.indexes()).some(({ key }) => FIELD in key);
    if (!hasOutbox) continue;
    const filter = { [FIELD]: { $gt: LONG_AGO } };
    const [waiting, oldest] = await Promise.all([
      collection.countDocuments(filter, { limit: MOST_COUNTED }),
      collection
        .find<{ outbox: { at: Date }[] }>(filter)
        .sort({ [FIELD]: 1 })
        .limit(1)
        .next(),
    ]);
    states.push({ owner, collection: name, waiting, since: oldest?.outbox[0]?.at.getTime() });
  }
  return states;
}
