import { createConnection, Schema, type Connection, type Model } from 'mongoose';
import { MongoServer } from './mongo-server.js';
import { failure } from './testing/mongo.js';

interface Ticket {
  title: string;
  price: number;
  version: number;
  orderId?: string;
  outbox: { subject: string; at: Date }[];
}

const server = new MongoServer();
let connection: Connection;

beforeAll(async () => {
  await server.start();
  connection = await createConnection(server.uri('mongoose')).asPromise();
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

const schema = new Schema<Ticket>(
  {
    title: { type: String, required: true, unique: true },
    price: Number,
    orderId: String,
    outbox: [{ subject: String, at: { type: Date, index: true } }],
  },
  { versionKey: 'version', optimisticConcurrency: true },
);

let model: Model<Ticket>;
beforeAll(async () => {
  model = connection.model<Ticket>('Ticket', schema);
  await model.init();
});

const newTicket = (title: string) => model.create({ title, price: 5 });

test('saves and finds a document, and refuses a duplicate', async () => {
  const { _id } = await newTicket('a');
  expect((await model.findById(_id))?.toObject()).toMatchObject({
    title: 'a',
    price: 5,
    version: 0,
    outbox: [],
  });
  expect(await failure(newTicket('a'))).toMatchObject({
    code: 11000,
    keyPattern: { title: 1 },
    keyValue: { title: 'a' },
  });
});

test('accepts only one of two changes of the same version', async () => {
  const { _id } = await newTicket('b');
  const [one, two] = await Promise.all([model.findById(_id), model.findById(_id)]);
  one!.price = 6;
  one!.outbox.push({ subject: 'ticket:updated', at: new Date(1) });
  await one!.save();
  two!.price = 7;
  expect((await failure(two!.save())) as unknown as Error).toMatchObject({ name: 'VersionError' });
  expect(await model.findById(_id).lean()).toMatchObject({
    price: 6,
    version: 1,
    outbox: [{ subject: 'ticket:updated' }],
  });
});

test('pulls sub-documents and unsets fields', async () => {
  const ticket = await newTicket('c');
  ticket.orderId = 'o';
  ticket.outbox.push({ subject: 'x', at: new Date(1) }, { subject: 'y', at: new Date(2) });
  await ticket.save();
  const [first] = ticket.outbox as unknown as { _id: unknown }[];
  await model.updateOne({ _id: ticket._id }, { $pull: { outbox: { _id: first!._id } } });
  const found = await model.findById(ticket._id);
  found!.orderId = undefined as never;
  await found!.save();
  const after = await model.findById(ticket._id).lean();
  expect(after?.outbox.map(({ subject }) => subject)).toEqual(['y']);
  expect(after).not.toHaveProperty('orderId');
  expect(await model.find({ 'outbox.at': new Date(2) }).countDocuments()).toBe(1);
});

test('reconnects to a server that restarts after a crash', async () => {
  const { _id } = await newTicket('d');
  await server.kill();
  await server.start();
  expect(await model.findById(_id).lean()).toMatchObject({ title: 'd' });
});

test('reports its time in the answer to hello', async () => {
  const from = Date.now();
  const { localTime } = await connection.db!.admin().command({ hello: 1 });
  expect(localTime).toBeInstanceOf(Date);
  expect((localTime as Date).getTime()).toBeGreaterThanOrEqual(from);
  expect((localTime as Date).getTime()).toBeLessThanOrEqual(Date.now());
});
