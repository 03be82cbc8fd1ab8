import { createConnection, Schema, Types, type Connection, type Model } from 'mongoose';
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

let models = 0;
/** Returns a model with an own collection. */
const modelOf = <T>(fields: Schema<T>): Model<T> => connection.model<T>(`Model${++models}`, fields);

/** The fields of the small models. */
interface Row {
  n: number;
  name: string;
  kind: string;
  odd: boolean;
  hidden: string;
  active: boolean;
  at: Date;
}

describe('save', () => {
  test('stores a document that is found again, and refuses a duplicate', async () => {
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

  test('changes and removes sub-documents and unsets fields', async () => {
    const ticket = await newTicket('c');
    ticket.orderId = 'o';
    ticket.outbox.push({ subject: 'x', at: new Date(1) }, { subject: 'y', at: new Date(2) });
    await ticket.save();
    const [first] = ticket.outbox as unknown as { _id: unknown }[];
    await model.updateOne({ _id: ticket._id }, { $pull: { outbox: { _id: first!._id } } });
    const found = await model.findById(ticket._id);
    found!.orderId = undefined as never;
    found!.outbox[0]!.subject = 'z';
    await found!.save();
    const after = await model.findById(ticket._id).lean();
    expect(after?.outbox.map(({ subject }) => subject)).toEqual(['z']);
    expect(after).not.toHaveProperty('orderId');
    expect(await model.find({ 'outbox.at': new Date(2) }).countDocuments()).toBe(1);
  });

  test('keeps maps, decimals, buffers, dates and mixed values', async () => {
    interface Kept {
      map: Map<string, number>;
      decimal: Types.Decimal128;
      buffer: Buffer;
      date: Date;
      mixed: unknown;
      uuid: Types.UUID;
      big: bigint;
    }
    const Kept = modelOf(
      new Schema<Kept>({
        map: { type: Map, of: Number },
        decimal: Schema.Types.Decimal128,
        buffer: Buffer,
        date: Date,
        mixed: Schema.Types.Mixed,
        uuid: Schema.Types.UUID,
        big: BigInt,
      }),
    );
    const uuid = '0b55a2f4-7a3c-4e38-8d5c-5a6b6a1f2c3d';
    const { _id } = await Kept.create({
      map: { one: 1 },
      decimal: '1.10',
      buffer: Buffer.from('x'),
      date: new Date(5),
      mixed: { deep: [1, { a: null }] },
      uuid,
      big: 2n ** 60n,
    });
    const found = (await Kept.findById(_id))!;
    expect(found.map?.get('one')).toBe(1);
    expect(String(found.decimal)).toBe('1.10');
    expect(found.buffer?.toString()).toBe('x');
    expect(found.date).toEqual(new Date(5));
    expect(found.mixed).toEqual({ deep: [1, { a: null }] });
    expect(String(found.uuid)).toBe(uuid);
    expect(found.big).toBe(2n ** 60n);
    found.map?.set('two', 2);
    found.markModified('mixed');
    await found.save();
    expect((await Kept.findById(_id))?.map?.get('two')).toBe(2);
  });

  test('sets timestamps, and deletes the document that it saved', async () => {
    const Stamped = modelOf(
      new Schema<Row & { createdAt: Date; updatedAt: Date }>({ n: Number }, { timestamps: true }),
    );
    const made = await Stamped.create({ n: 1 });
    made.n = 2;
    await made.save();
    const found = await Stamped.findById(made._id);
    expect(found?.createdAt).toEqual(made.createdAt);
    expect(found!.updatedAt.getTime()).toBeGreaterThanOrEqual(found!.createdAt.getTime());
    await found!.deleteOne();
    expect(await Stamped.exists({ _id: made._id })).toBeNull();
  });
});

test('queries find, sort, select, count and change documents', async () => {
  const Row = modelOf(new Schema<Row>({ n: Number, odd: Boolean, hidden: { type: String, select: false } }));
  await Row.insertMany(Array.from({ length: 9 }, (_, n) => ({ n, odd: n % 2 === 1, hidden: 'h' })));
  const found = await Row.find({ odd: true }).sort('-n').skip(1).limit(2).select('n');
  expect(found.map(({ n }) => n)).toEqual([5, 3]);
  expect(found[0]?.odd).toBeUndefined();
  expect((await Row.findOne({ n: 1 }))?.hidden).toBeUndefined();
  expect((await Row.findOne({ n: 1 }).select('+hidden'))?.hidden).toBe('h');
  expect(await Row.where('n').gte(2).lt(5).countDocuments()).toBe(3);
  expect(await Row.estimatedDocumentCount()).toBe(9);
  expect((await Row.distinct('odd')).sort()).toEqual([false, true]);
  expect(await Row.exists({ n: 4 })).toHaveProperty('_id');
  const changed = await Row.findOneAndUpdate({ n: 4 }, { $inc: { n: 100 } }, { new: true });
  expect(changed?.n).toBe(104);
  const upserted = await Row.findOneAndUpdate({ n: 50 }, { odd: false }, { upsert: true, new: true });
  expect(upserted).toMatchObject({ n: 50, odd: false });
  expect(await Row.updateMany({ odd: true }, { odd: false })).toMatchObject({ modifiedCount: 4 });
  expect((await Row.findOneAndReplace({ n: 50 }, { n: 51 }, { new: true }))?.odd).toBeUndefined();
  expect((await Row.findOneAndDelete({ n: 51 }))?.n).toBe(51);
  expect(await Row.deleteMany({ n: { $lt: 5 } })).toEqual({ acknowledged: true, deletedCount: 4 });
});

test('aggregates', async () => {
  const Row = modelOf(new Schema<Row>({ kind: String, n: Number }));
  await Row.create([
    { kind: 'a', n: 1 },
    { kind: 'b', n: 2 },
    { kind: 'a', n: 3 },
  ]);
  expect(
    await Row.aggregate()
      .match({ n: { $gt: 0 } })
      .group({ _id: '$kind', sum: { $sum: '$n' } })
      .sort({ _id: 1 }),
  ).toEqual([
    { _id: 'a', sum: 4 },
    { _id: 'b', sum: 2 },
  ]);
});

describe('populate', () => {
  const users = () => modelOf(new Schema<Row>({ name: String, active: Boolean }));

  test('follows references, with a filter, a selection and into arrays', async () => {
    const User = users();
    interface Post {
      author: Types.ObjectId;
      likes: Types.ObjectId[];
      comments: { by: Types.ObjectId }[];
    }
    const ref = { type: Schema.Types.ObjectId, ref: User.modelName };
    const Post = modelOf(new Schema<Post>({ author: ref, likes: [ref], comments: [{ by: ref }] }));
    const [ann, bob] = await User.create([
      { name: 'ann', active: true },
      { name: 'bob', active: false },
    ]);
    await Post.create({ author: ann!._id, likes: [bob!._id, ann!._id], comments: [{ by: bob!._id }] });
    const post = await Post.findOne()
      .populate('author', 'name -_id')
      .populate({ path: 'likes', match: { active: true } })
      .populate('comments.by')
      .lean();
    expect(post).toMatchObject({
      author: { name: 'ann' },
      likes: [{ name: 'ann' }],
      comments: [{ by: { name: 'bob' } }],
    });
  });

  test('follows virtual references, with order, limit and count', async () => {
    const User = users();
    const parent = new Schema<Row>({ name: String }, { toObject: { virtuals: true } });
    parent.virtual('members', { ref: User.modelName, localField: 'name', foreignField: 'name' });
    parent.virtual('size', { ref: User.modelName, localField: 'name', foreignField: 'name', count: true });
    const Team = modelOf(parent);
    await User.create([
      { name: 'x', active: true },
      { name: 'x', active: false },
      { name: 'y', active: true },
    ]);
    await Team.create({ name: 'x' });
    const team = await Team.findOne()
      .populate({ path: 'members', options: { sort: { active: 1 } } })
      .populate('size');
    expect(team?.toObject({ virtuals: true })).toMatchObject({
      members: [{ active: false }, { active: true }],
      size: 2,
    });
  });
});

test('hooks run before and after save, update, find and delete', async () => {
  const ran: string[] = [];
  const hooked = new Schema<Row>({ n: Number });
  hooked.pre('validate', () => void ran.push('validate'));
  hooked.pre('save', function () {
    this.n += 1;
    ran.push('pre save');
  });
  hooked.post('save', () => void ran.push('post save'));
  hooked.pre('updateOne', function () {
    this.set({ n: 10 });
  });
  hooked.pre(/^find/, () => void ran.push('pre find'));
  hooked.post('init', () => void ran.push('init'));
  hooked.post('deleteOne', { document: true, query: false }, () => void ran.push('post delete'));
  const Hooked = modelOf(hooked);
  const { _id } = await Hooked.create({ n: 1 });
  expect(await Hooked.collection.findOne({ _id })).toMatchObject({ n: 2 });
  await Hooked.updateOne({ _id }, {});
  const found = await Hooked.findById(_id);
  expect(found!.n).toBe(10);
  await found!.deleteOne();
  expect(ran).toEqual(['validate', 'pre save', 'post save', 'pre find', 'init', 'post delete']);
});

test('discriminators keep their kind, their fields and their filter', async () => {
  const Event = modelOf(new Schema<Row>({ at: Date }, { discriminatorKey: 'kind' }));
  const Paid = Event.discriminator('Paid', new Schema({ amount: Number }));
  const Moved = Event.discriminator('Moved', new Schema({ to: String }));
  await Paid.create({ at: new Date(1), amount: 5 });
  await Moved.create({ at: new Date(2), to: 'x' });
  expect((await Event.find().sort('at').lean()).map((event) => ({ ...event, _id: 0 }))).toMatchObject([
    { kind: 'Paid', amount: 5 },
    { kind: 'Moved', to: 'x' },
  ]);
  expect(await Paid.countDocuments()).toBe(1);
  expect(await Paid.aggregate([{ $count: 'n' }])).toEqual([{ n: 1 }]);
  expect((await Event.findOne({ kind: 'Moved' })) instanceof Moved).toBe(true);
  await Moved.updateMany({}, { to: 'y' });
  expect(await Event.collection.countDocuments({ to: 'y' })).toBe(1);
});

describe('bulk', () => {
  const counters = () =>
    modelOf(new Schema<Partial<Row>>({ name: { type: String, unique: true }, n: Number }));

  test('writes run in order, and stop at the first error', async () => {
    const Counter = counters();
    await Counter.init();
    const result = await Counter.bulkWrite([
      { insertOne: { document: { name: 'a', n: 1 } } },
      { updateOne: { filter: { name: 'a' }, update: { $inc: { n: 1 } } } },
      { updateOne: { filter: { name: 'b' }, update: { $set: { n: 5 } }, upsert: true } },
      { replaceOne: { filter: { name: 'b' }, replacement: { name: 'c', n: 0 } } },
      { updateMany: { filter: {}, update: { $set: { n: 9 } } } },
      { deleteOne: { filter: { name: 'c' } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, upsertedCount: 1, modifiedCount: 4, deletedCount: 1 });
    const twice = ['x', 'x', 'y'].map((name) => ({ insertOne: { document: { name, n: 0 } } }));
    expect(await failure(Counter.bulkWrite(twice))).toMatchObject({ code: 11000 });
    expect(await Counter.distinct('name')).toEqual(['a', 'x']);
    await failure(Counter.bulkWrite(twice.slice(1), { ordered: false }));
    expect((await Counter.distinct('name')).sort()).toEqual(['a', 'x', 'y']);
  });

  test('insertMany and bulkSave store many documents', async () => {
    const Counter = counters();
    const made = await Counter.insertMany([
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ]);
    for (const each of made) each.n = 7;
    await Counter.bulkSave(made);
    expect(await Counter.countDocuments({ n: 7 })).toBe(2);
    const rest = await Counter.insertMany([{ name: 'b' }, { name: 'c' }], { ordered: false }).catch(
      (error: { insertedDocs: unknown[] }) => error.insertedDocs,
    );
    expect(rest).toHaveLength(1);
  });
});

test('streams read a collection in batches, and can end early', async () => {
  const Row = modelOf(new Schema<Row>({ n: Number }));
  await Row.insertMany(Array.from({ length: 250 }, (_, n) => ({ n })));
  let sum = 0;
  for await (const { n } of Row.find().sort({ n: 1 }).batchSize(20)) sum += n;
  expect(sum).toBe((249 * 250) / 2);
  const cursor = Row.find().sort({ n: -1 }).batchSize(10).cursor();
  expect((await cursor.next())?.n).toBe(249);
  await cursor.close();
  let most = 0;
  const parallel = Row.find().cursor({ batchSize: 50 });
  await parallel.eachAsync(({ n }) => void (most = Math.max(most, n)), { parallel: 5 });
  expect(most).toBe(249);
  let rows = 0;
  for await (const _ of Row.aggregate([{ $match: { n: { $lt: 99 } } }]).cursor({ batchSize: 10 })) rows++;
  expect(rows).toBe(99);
});

test('indexes of a schema are made, compared and removed', async () => {
  const indexed = new Schema({ a: { type: Number, index: true }, b: String, at: Date });
  indexed.index({ b: 1, a: -1 }, { unique: true, partialFilterExpression: { b: { $exists: true } } });
  indexed.index({ at: 1 }, { expireAfterSeconds: 60, sparse: true });
  const Indexed = modelOf(indexed);
  await Indexed.init();
  expect(await Indexed.listIndexes()).toMatchObject([
    { name: '_id_' },
    { key: { a: 1 } },
    { key: { b: 1, a: -1 }, unique: true, partialFilterExpression: { b: { $exists: true } } },
    { key: { at: 1 }, expireAfterSeconds: 60, sparse: true },
  ]);
  await Indexed.collection.createIndex({ old: 1 });
  expect(await Indexed.diffIndexes()).toEqual({ toDrop: ['old_1'], toCreate: [] });
  expect(await Indexed.syncIndexes()).toEqual(['old_1']);
  await Indexed.create([{ b: 'x', a: 1 }, { a: 1 }, { a: 1 }]);
  expect(await failure(Indexed.create({ b: 'x', a: 1 }))).toMatchObject({ code: 11000 });
});

describe('sessions', () => {
  test('carry reads and writes', async () => {
    const Row = modelOf(new Schema<Row>({ n: Number }));
    const session = await connection.startSession();
    const [made] = await Row.create([{ n: 1 }], { session });
    const found = await Row.findById(made!._id).session(session);
    found!.n = 2;
    await found!.save({ session });
    await Row.updateMany({}, { $inc: { n: 1 } }, { session });
    expect(await Row.countDocuments({ n: 3 }).session(session)).toBe(1);
    const rows = [];
    for await (const row of Row.find().session(session).batchSize(1)) rows.push(row.n);
    expect(rows).toEqual([3]);
    await session.endSession();
  });

  test('have no transactions on a standalone server', async () => {
    const Row = modelOf(new Schema<Row>({ n: Number }));
    await Row.createCollection();
    const insert = connection.transaction(async (session) => {
      await Row.create([{ n: 1 }], { session });
    });
    expect(await failure(insert)).toMatchObject({ code: 20 });
    expect(await Row.countDocuments()).toBe(0);
  });
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
