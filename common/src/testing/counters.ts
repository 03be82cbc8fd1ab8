import mongoose, { type HydratedDocument, Schema } from 'mongoose';
import { Subjects } from '../events/subjects.js';
import { connectMongo } from '../mongo/connect.js';
import { type OutboxFields, outboxPlugin, record } from '../outbox/outbox-plugin.js';
import { MongoServer } from './stand-ins.js';

export interface CounterFields extends OutboxFields {
  count: number;
}
export type CounterDocument = HydratedDocument<CounterFields>;

const counterSchema = new Schema<CounterFields>({ count: Number });
counterSchema.plugin(outboxPlugin);
/** A model with an outbox. Each change of a counter records an event. */
export const Counter = mongoose.model<CounterFields>('Counter', counterSchema);

/** Starts a database for the tests of one file. It has no counters when a test begins. */
export function countersDatabase(): void {
  const mongo = new MongoServer();
  beforeAll(async () => {
    await mongo.start();
    await connectMongo(mongo.uri('outbox'), [Counter]);
  });
  afterAll(async () => {
    await mongoose.disconnect();
    await mongo.stop();
  });
  beforeEach(() => Counter.deleteMany({}));
}

const recordCancelled = (counter: CounterDocument) =>
  record(counter, Subjects.OrderCancelled, { ticket: { id: 'a'.repeat(24), hold: counter.count } });

export async function create(): Promise<CounterDocument> {
  const counter = new Counter({ count: 1 });
  recordCancelled(counter);
  return counter.save();
}

export async function raise(counter: CounterDocument): Promise<void> {
  counter.count++;
  recordCancelled(counter);
  await counter.save();
}

/** The counter as the database has it. */
export const stored = async ({ _id }: CounterDocument) => (await Counter.findById(_id).lean())!;
