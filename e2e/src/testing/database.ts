import type { System } from '@ticketing/local';
import type { MongoOwner } from '@ticketing/system';
import { type Document, MongoClient } from 'mongodb';

/** The database of a service, read from outside the service. The caller closes the client. */
export async function databaseOf(system: System, owner: MongoOwner) {
  const client = await MongoClient.connect(system.state().mongo[owner]);
  return { client, collection: <T extends Document>(name: string) => client.db().collection<T>(name) };
}

export type Database = Awaited<ReturnType<typeof databaseOf>>;
