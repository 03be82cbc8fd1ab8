import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { databaseClock } from './database-clock.js';
import { failOnDeadSockets } from './fail-on-dead-sockets.js';

const START_LIMIT_MS = 30_000;
const RETRY_MS = 500;

/** What of a mongoose model is needed to prepare it. */
export interface Indexed {
  createIndexes(): Promise<void>;
}

/**
 * Connects mongoose's default connection, asks the database for the time, and waits until every index of `models` exists: the unique ones are what
 * keeps a ticket from being sold twice, so nothing may be served without them.
 * @param uri `mongodb://host:port/database`
 * @throws when the database can't be reached within 30 s, or holds data that break a unique index.
 */
export async function connectMongo(uri: string, models: Indexed[]): Promise<void> {
  failOnDeadSockets();
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await mongoose.connect(uri, {
        autoIndex: false,
        bufferCommands: false, // while the database is away, a request is told so instead of kept waiting
        serverSelectionTimeoutMS: 5_000,
        socketTimeoutMS: 20_000,
        // what was answered with 2xx is on disk, on a majority where there are several
        writeConcern: { w: 'majority', journal: true },
        // and nothing is read that is not: a primary that was cut off still shows changes that will be undone. To publish
        // the event of one, or to acknowledge an event because it seems to be handled, could not be undone
        readConcern: { level: 'majority' },
      });
      break;
    } catch (error) {
      if (Date.now() + RETRY_MS > deadline) {
        throw new Error(
          `MongoDB can't be reached within ${START_LIMIT_MS / 1000} s at MONGO_URI (${hostOf(uri)}): ${String(error)}`,
          { cause: error },
        );
      }
      await sleep(RETRY_MS);
    }
  }
  await databaseClock.read();
  await Promise.all(models.map((model) => model.createIndexes()));
}

/** Whether the database answers at the moment. */
export function mongoIsUp(): boolean {
  return mongoose.connection.readyState === mongoose.ConnectionStates.connected;
}

/** The part of the URI that may be shown: without user and password. */
function hostOf(uri: string): string {
  return uri.replace(/^[^/]*\/\/([^@/]*@)?/, '').replace(/[/?].*$/, '');
}
