import { MongoServer } from '../testing/stand-ins.js';
import mongoose, { type HydratedDocument, Schema } from 'mongoose';
import { isOutage } from '../errors/is-outage.js';
import { BatchedChanges } from './batched-changes.js';
import { connectMongo } from './connect.js';
import { wholeWrite } from './whole-write.js';

interface Seat {
  row: number;
}
const saved: string[] = [];
const schema = new Schema<Seat>({ row: Number });
schema.post('save', (seat) => void saved.push(String(seat._id)));
const Seat = mongoose.model<Seat>('Seat', schema);
const mongo = new MongoServer();

beforeEach(async () => {
  await mongo.start();
  await connectMongo(mongo.uri('seats'), [Seat]);
});
afterEach(async () => {
  await mongoose.disconnect();
  await mongo.stop();
});

const outage = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return isOutage(error);
};

it('distinguishes an unreachable database from a refused write', async () => {
  const _id = new mongoose.Types.ObjectId();
  const insert = [{ insertOne: { document: { _id, row: 1 } } }];
  await wholeWrite(Seat.collection.bulkWrite(insert, { ordered: false }));
  const refused = wholeWrite(Seat.collection.bulkWrite(insert, { ordered: false }));
  await expect(refused).rejects.toMatchObject({ writeErrors: [{ code: 11000 }] });
  await mongo.kill();
  expect(await outage(wholeWrite(Seat.collection.bulkWrite(insert, { ordered: false })))).toBe(true);
});

it('does not count a batch as saved when the database dies before the write', async () => {
  const seat = await Seat.create({ row: 1 });
  saved.length = 0;
  const changes = new BatchedChanges<HydratedDocument<Seat>>(Seat);
  const change = changes.change(String(seat._id), (found) => {
    process.kill(mongo.pid!, 'SIGKILL');
    found!.row = 2;
  });
  expect(await outage(change)).toBe(true);
  expect(saved).toEqual([]);
});

it.each([
  ['alone', []],
  ['beside a refused write', [{ index: 0, code: 11000, errmsg: 'E11000' }]],
])('takes an error of the write concern for an outage, %s', async (_how, refused) => {
  const concern = { code: 64, errmsg: 'waiting for replication timed out' };
  const error = new mongoose.mongo.MongoBulkWriteError(
    { message: concern.errmsg, code: concern.code, writeErrors: refused as never },
    { getWriteConcernError: () => concern } as never,
  );
  expect(await outage(wholeWrite(Promise.reject(error)))).toBe(true);
});
