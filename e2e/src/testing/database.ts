import type { System } from '@ticketing/local';
import { type Document, MongoClient } from 'mongodb';

type Owner = 'auth' | 'tickets' | 'orders';

/** The database of a service, as somebody from outside reads it. Its client is to be closed. */
export async function databaseOf(system: System, owner: Owner) {
  const client = await MongoClient.connect(system.state().mongo[owner]);
  return { client, collection: <T extends Document>(name: string) => client.db().collection<T>(name) };
}

export type Database = Awaited<ReturnType<typeof databaseOf>>;
