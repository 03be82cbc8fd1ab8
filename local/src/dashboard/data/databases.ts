import { type MongoOwner, mongoOwners } from '@ticketing/system';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { within } from './within.js';

const LIMIT_MS = 3_000;
/** A page waits for a database at most this long. */
const ANSWER_MS = 5_000;

const OPTIONS: MongoClientOptions = {
  serverSelectionTimeoutMS: LIMIT_MS,
  connectTimeoutMS: LIMIT_MS,
  socketTimeoutMS: 2 * LIMIT_MS,
  maxPoolSize: 4,
};

export interface Answers<T> {
  found: T[];
  /** A line for each database that does not answer. */
  away: string[];
}

/** The databases of the services, to be read only. */
export class Databases {
  readonly owners = mongoOwners;
  private readonly clients = new Map<MongoOwner, Promise<MongoClient>>();

  /** @param urls where the databases are, with a login */
  constructor(private readonly urls: () => Record<MongoOwner, string>) {}

  /**
   * Asks one database.
   * @throws an error that names the database, when it does not answer in time. The next call tries again.
   */
  async ask<T>(owner: MongoOwner, question: (db: Db) => Promise<T>): Promise<T> {
    try {
      return await within(ANSWER_MS, 'it', this.of(owner).then(question));
    } catch (error) {
      throw new Error(`the database of ${owner}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** Asks all databases at the same time. What the others say is shown though some do not answer. */
  async askEach<T>(question: (db: Db, owner: MongoOwner) => Promise<T[]>): Promise<Answers<T>> {
    const answers = await Promise.allSettled(
      this.owners.map((owner) => this.ask(owner, (db) => question(db, owner))),
    );
    return {
      found: answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])),
      away: answers.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).message] : [])),
    };
  }

  private async of(owner: MongoOwner): Promise<Db> {
    let client = this.clients.get(owner);
    if (!client) {
      client = connect(this.urls()[owner]);
      this.clients.set(owner, client);
      client.catch(() => this.clients.delete(owner));
    }
    return (await client).db();
  }

  close(): void {
    for (const client of this.clients.values())
      client.then((each) => each.close(true)).catch(() => undefined);
    this.clients.clear();
  }
}

async function connect(url: string): Promise<MongoClient> {
  const client = new MongoClient(url, OPTIONS);
  try {
    return await client.connect();
  } catch (error) {
    await client.close(true); // a client that could not connect goes on looking for its server
    throw error;
  }
}
