import { connectMongo } from '@ticketing/common/mongo';
import mongoose from 'mongoose';
import { MongoServer } from './stand-ins.js';

export interface TestDatabase {
  server: MongoServer;
  /** The connection string. It stays the same when the server is restarted. */
  uri(): string;
}

/** Starts a database for the tests of a file, with the indexes of `models`. It is empty before each test. */
export function testDatabase(...models: { createIndexes(): Promise<void> }[]): TestDatabase {
  const server = new MongoServer();
  const uri = () => server.uri('test');
  beforeAll(async () => {
    await server.start();
    await connectMongo(uri(), models);
  });
  beforeEach(async () => {
    const collections = await mongoose.connection.db!.collections();
    await Promise.all(collections.map((collection) => collection.deleteMany({})));
  });
  afterAll(async () => {
    await mongoose.disconnect();
    await server.stop();
  });
  return { server, uri };
}
