import { MongoServer } from '../testing/stand-ins.js';
import mongoose, { Schema } from 'mongoose';
import { isOutage } from '../errors/is-outage.js';
import { connectMongo } from './connect.js';
import { wholeWrite } from './whole-write.js';

interface Seat {
  row: number;
}
const schema = new Schema<Seat>({ row: Number });
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
