import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { withinLimit } from '../async/within-limit.js';
import { databaseClock } from './database-clock.js';
import { isTracingExpected } from '../telemetry/tracing/span.js';
import { failOnDeadSockets } from './fail-on-dead-sockets.js';
import { measurePool } from './pool-metrics.js';
import { traceCommands } from './trace-commands.js';

const START_LIMIT_MS = 30_000;
const RETRY_MS = 500;
/** It is shorter than the deadline of a request, so that the error of a database that is away has a cause. */
const SELECTION_LIMIT_MS = 2_500;

/** The part of a mongoose model that is needed to make its indexes. */
export interface Indexed {
  createIndexes(): Promise<void>;
}

/**
 * Connects mongoose's default connection, asks the database for the time, and waits until every index of `models`
 * exists. A unique index keeps a ticket from being sold twice, so nothing may be served before it exists.
 * @param uri `mongodb://host:port/database`
 * @throws when the database cannot be reached within 30 s, or holds data that violate a unique index.
 */
export async function connectMongo(uri: string, models: Indexed[]): Promise<void> {
  failOnDeadSockets();
  // mongoose reads the stack of every query for the case that a query is run twice; with source maps that is dear
  mongoose.set('skipOriginalStackTraces', true);
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await mongoose.connect(uri, {
        autoIndex: false,
        bufferCommands: false, // while the database is away, a request fails instead of waiting
        serverSelectionTimeoutMS: SELECTION_LIMIT_MS,
        // work in the background may take this long; `deadline` in http limits how long a request waits
        socketTimeoutMS: 20_000,
        waitQueueTimeoutMS: 20_000,
        // a change that is answered with 2xx is on disk; in a replica set, on the disks of a majority
        writeConcern: { w: 'majority', journal: true },
        // only such changes are read. A primary that was cut off still shows changes that will be rolled back. A service
        // that published the event of such a change, or acknowledged an event because of it, could not take that back
        readConcern: { level: 'majority' },
        ...(isTracingExpected() && { monitorCommands: true }),
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
  measurePool(mongoose.connection.getClient());
  if (isTracingExpected()) traceCommands(mongoose.connection.getClient());
  await databaseClock.read();
  await Promise.all(models.map((model) => model.createIndexes()));
}

/** Whether the database answers at the moment. */
export function mongoIsUp(): boolean {
  return mongoose.connection.readyState === mongoose.ConnectionStates.connected;
}

/**
 * Whether the database answers within `limitMs`. Calls at the same time share one question. A process that has not
 * connected to a database waits for none.
 */
export async function mongoAnswers(limitMs: number): Promise<boolean> {
  if (!mongoose.connection.db) return true;
  return withinLimit(databaseClock.read(), limitMs, 'the database').then(
    () => true,
    () => false,
  );
}

/** The hosts of the URI, without user and password, which must not be logged. */
function hostOf(uri: string): string {
  return uri.replace(/^[^/]*\/\/([^@/]*@)?/, '').replace(/[/?].*$/, '');
}
