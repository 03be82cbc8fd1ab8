import { MongoClient, type Collection, type Document } from 'mongodb';
import { MongoServer, type MongoServerOptions } from '../mongo-server.js';

/** A server for one test suite, with an unmodified client. `TICKETING_MONGOD` selects the server. */
export class MongoFixture {
  readonly server: MongoServer;
  client!: MongoClient;
  private collections = 0;

  constructor(options: MongoServerOptions = {}) {
    this.server = new MongoServer(options);
  }

  async start(): Promise<void> {
    await this.server.start();
    this.client = await new MongoClient(this.server.uri('test')).connect();
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.server.stop();
  }

  /** Returns an empty collection that no other test uses. */
  fresh<T extends Document = Document>(): Collection<T> {
    return this.client.db('test').collection<T>(`c${++this.collections}`);
  }
}

/** Returns the error that an operation fails with. */
export async function failure(
  operation: Promise<unknown>,
): Promise<{ code: unknown; message: string } & Record<string, unknown>> {
  try {
    await operation;
  } catch (error) {
    return error as { code: unknown; message: string } & Record<string, unknown>;
  }
  throw new Error('the operation did not fail');
}
