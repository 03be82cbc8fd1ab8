import { type MongoOwner, mongoOwners } from '@ticketing/system';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';

const LIMIT_MS = 3_000;

const OPTIONS: MongoClientOptions = {
  serverSelectionTimeoutMS: LIMIT_MS,
  connectTimeoutMS: LIMIT_MS,
  socketTimeoutMS: 2 * LIMIT_MS,
  maxPoolSize: 4,
};

/** The databases of the services, to be read only. */
export class Databases {
  readonly owners = mongoOwners;
  private readonly clients = new Map<MongoOwner, Promise<MongoClient>>();

  /** @param urls where the databases are, with a login */
  constructor(private readonly urls: () => Record<MongoOwner, string>) {}

  /** @throws when the database cannot be reached. The next call tries again. */
  async of(owner: MongoOwner): Promise<Db> {
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
