import { Double, Int32, Long, ObjectId, serialize, Timestamp } from 'bson';
import type { AnyClientBulkWriteModel, Document, UpdateOptions } from 'mongodb';
import { failure, MongoFixture } from './testing/mongo.js';

const mongo = new MongoFixture();
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

type Case = [
  name: string,
  before: Document,
  update: Document,
  after: Document,
  filter?: Document,
  options?: UpdateOptions,
];

describe('an update', () => {
  const items = {
    _id: 1,
    a: [
      { k: 1, v: 1 },
      { k: 2, v: 2 },
      { k: 2, v: 3 },
    ],
  };

  test.each<Case>([
    [
      '$set creates missing documents on the way',
      { _id: 1 },
      { $set: { 'a.b.c': 1 } },
      { _id: 1, a: { b: { c: 1 } } },
    ],
    [
      '$set beyond the end of an array pads it with null',
      { _id: 1, a: [1] },
      { $set: { 'a.3': 4 } },
      { _id: 1, a: [1, null, null, 4] },
    ],
    [
      '$unset removes fields',
      { _id: 1, a: 1, b: { c: 1 } },
      { $unset: { a: '', 'b.c': '', x: '' } },
      { _id: 1, b: {} },
    ],
    [
      '$unset of an item leaves null in its place',
      { _id: 1, a: [1, 2] },
      { $unset: { 'a.0': '' } },
      { _id: 1, a: [null, 2] },
    ],
    [
      '$inc adds and $mul multiplies',
      { _id: 1, a: 2, b: 3 },
      { $inc: { a: -5, c: 1 }, $mul: { b: 2, d: 9 } },
      { _id: 1, a: -3, b: 6, c: 1, d: 0 },
    ],
    [
      '$min lowers a value and $max raises it',
      { _id: 1, a: 5, b: 5, c: 5 },
      { $min: { a: 3, d: 1 }, $max: { b: 9, c: 4 } },
      { _id: 1, a: 3, b: 9, c: 5, d: 1 },
    ],
    [
      '$rename moves a field',
      { _id: 1, a: 1, b: 2 },
      { $rename: { a: 'x.y' } },
      { _id: 1, b: 2, x: { y: 1 } },
    ],
    [
      '$push appends to an array',
      { _id: 1, a: [1] },
      { $push: { a: 2, b: 1 } },
      { _id: 1, a: [1, 2], b: [1] },
    ],
    [
      '$push with $each inserts at $position',
      { _id: 1, a: [1, 4] },
      { $push: { a: { $each: [2, 3], $position: 1 } } },
      { _id: 1, a: [1, 2, 3, 4] },
    ],
    [
      '$push sorts first and then cuts with $slice',
      { _id: 1, a: [{ s: 3 }, { s: 1 }] },
      { $push: { a: { $each: [{ s: 2 }], $sort: { s: -1 }, $slice: 2 } } },
      { _id: 1, a: [{ s: 3 }, { s: 2 }] },
    ],
    [
      '$push with a negative $slice keeps the last items',
      { _id: 1, a: [1, 2, 3] },
      { $push: { a: { $each: [4], $slice: -2 } } },
      { _id: 1, a: [3, 4] },
    ],
    [
      '$addToSet adds only new values',
      { _id: 1, a: [1, { b: 1 }] },
      { $addToSet: { a: { $each: [1, { b: 1 }, 2, 2] } } },
      { _id: 1, a: [1, { b: 1 }, 2] },
    ],
    ['$pull removes a value', { _id: 1, a: [1, 2, 1] }, { $pull: { a: 1 } }, { _id: 1, a: [2] }],
    [
      '$pull removes the items that match a query',
      items,
      { $pull: { a: { k: 2, v: { $gte: 3 } } } },
      {
        _id: 1,
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 2 },
        ],
      },
    ],
    [
      '$pull removes the items that match an operator',
      { _id: 1, a: [1, 5, 9] },
      { $pull: { a: { $gte: 5 } } },
      { _id: 1, a: [1] },
    ],
    [
      '$pull removes the items with a field in a list',
      items,
      { $pull: { a: { v: { $in: [1, 3] } } } },
      { _id: 1, a: [{ k: 2, v: 2 }] },
    ],
    [
      '$pullAll removes every listed value',
      { _id: 1, a: [1, 2, 3] },
      { $pullAll: { a: [1, 3] } },
      { _id: 1, a: [2] },
    ],
    [
      '$pop removes the last or the first item',
      { _id: 1, a: [1, 2], b: [1, 2] },
      { $pop: { a: 1, b: -1 } },
      { _id: 1, a: [1], b: [2] },
    ],
    ['$bit combines bits', { _id: 1, a: 13 }, { $bit: { a: { and: 10 } } }, { _id: 1, a: 8 }],
    [
      'the positional $ changes the item that matched',
      items,
      { $set: { 'a.$.v': 9 } },
      {
        _id: 1,
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 9 },
          { k: 2, v: 3 },
        ],
      },
      { 'a.k': 2 },
    ],
    [
      'the positional $ changes the item that $elemMatch found',
      items,
      { $set: { 'a.$.v': 9 } },
      {
        _id: 1,
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 2 },
          { k: 2, v: 9 },
        ],
      },
      { a: { $elemMatch: { k: 2, v: 3 } } },
    ],
    [
      '$[] changes every item',
      items,
      { $inc: { 'a.$[].v': 1 } },
      {
        _id: 1,
        a: [
          { k: 1, v: 2 },
          { k: 2, v: 3 },
          { k: 2, v: 4 },
        ],
      },
    ],
    [
      '$[identifier] changes the items of its array filter',
      items,
      { $set: { 'a.$[i].v': 0 } },
      {
        _id: 1,
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 0 },
          { k: 2, v: 0 },
        ],
      },
      {},
      { arrayFilters: [{ 'i.k': 2 }] },
    ],
    ['a replacement keeps _id', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
    [
      'new fields are added in the order of their names',
      { _id: 1 },
      { $set: { c: 1, a: 1 }, $inc: { b: 1 } },
      { _id: 1, a: 1, b: 1, c: 1 },
    ],
  ])('%s', async (_name, before, update, after, filter = {}, options = {}) => {
    const collection = mongo.fresh();
    await collection.insertOne(structuredClone(before));
    const isReplacement = !Array.isArray(update) && !Object.keys(update)[0]?.startsWith('$');
    const result = isReplacement
      ? await collection.replaceOne(filter, update)
      : await collection.updateOne(filter, update, options);
    expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    const found = await collection.findOne();
    expect(found).toEqual(after);
    expect(Object.keys(found ?? {})).toEqual(Object.keys(after));
  });

  test('that changes nothing reports no modified document', async () => {
    const collection = mongo.fresh();
    await collection.insertOne({ _id: 1 as never, a: 1, b: [1] });
    const update = { $set: { a: 1 }, $addToSet: { b: 1 }, $max: { c: undefined } };
    delete (update as Document).$max;
    expect(await collection.updateOne({}, update)).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    expect(await collection.updateOne({}, { $pull: { b: 7 } } as Document)).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
  });

  test('keeps the type of numbers, but an int32 that overflows becomes an int64', async () => {
    const collection = mongo.fresh();
    await collection.insertOne({
      i: new Int32(1),
      d: new Double(1),
      l: Long.fromNumber(1),
      o: new Int32(2147483647),
    });
    await collection.updateOne({}, { $inc: { i: 1, d: 1, l: 1, o: 1 } });
    expect(await collection.findOne({}, { promoteValues: false, projection: { _id: 0 } })).toEqual({
      i: new Int32(2),
      d: new Double(2),
      l: Long.fromNumber(2),
      o: Long.fromNumber(2147483648),
    });
  });

  test.each<[string, Document, Document, number]>([
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path and another path below it', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
    ['another _id', {}, { $set: { _id: 2 } }, 66],
    ['an unknown operator', {}, { $foo: { a: 1 } }, 9],
    ['$inc of a string', {}, { $inc: { s: 1 } }, 14],
    ['$push to a string', {}, { $push: { s: 1 } }, 2],
    ['a field below a string', {}, { $set: { 's.x': 1 } }, 28],
    ['$ without a match in an array', {}, { $set: { 'l.$': 1 } }, 2],
    ['an empty field name', {}, { $set: { 'a..b': 1 } }, 56],
  ])('is refused for %s and changes nothing', async (_name, filter, update, code) => {
    const collection = mongo.fresh();
    const before = { _id: 1 as never, s: 'x', l: [1], n: 1 };
    await collection.insertOne({ ...before });
    expect((await failure(collection.updateOne(filter, update))).code).toBe(code);
    expect(await collection.findOne()).toEqual(before);
  });
});

describe('an upsert', () => {
  test.each<[string, Document, Document, Document]>([
    [
      'takes the equalities of the filter',
      { _id: 1, 'a.b': 2, c: { $gt: 3 } },
      { $set: { d: 4 } },
      { _id: 1, a: { b: 2 }, d: 4 },
    ],
    [
      'takes equalities from $and and $eq too',
      { $and: [{ _id: 1 }, { a: { $eq: 2 } }] },
      { $inc: { n: 1 } },
      { _id: 1, a: 2, n: 1 },
    ],
    ['applies $setOnInsert', { _id: 1 }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { _id: 1, a: 1, b: 2 }],
  ])('%s', async (_name, filter, update, expected) => {
    const collection = mongo.fresh();
    const result = await collection.updateOne(filter, update, { upsert: true });
    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 1 });
    expect(await collection.findOne()).toEqual(expected);
    expect(
      await collection.updateOne({ _id: 1 as never }, { $setOnInsert: { b: 3 } }, { upsert: true }),
    ).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
  });

  test('by version accepts a newer version and fails for an older one', async () => {
    const collection = mongo.fresh<{ _id: string; version: number; title: string }>();
    const take = (version: number) =>
      collection.updateOne(
        { _id: 't', version: { $lt: version } },
        { $set: { version, title: `v${version}` } },
        { upsert: true },
      );
    await take(1);
    await take(3);
    expect((await failure(take(2))).code).toBe(11000);
    expect(await collection.find().toArray()).toEqual([{ _id: 't', version: 3, title: 'v3' }]);
  });

  test('creates an _id when the filter has none', async () => {
    const { upsertedId } = await mongo.fresh().updateOne({ a: 1 }, { $set: { b: 1 } }, { upsert: true });
    expect(upsertedId).toBeInstanceOf(ObjectId);
  });
});

describe('findAndModify', () => {
  test('returns the old or the new document, sorted and projected', async () => {
    const collection = mongo.fresh<{ _id: number; a: number; b?: number }>();
    await collection.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ]);
    expect(await collection.findOneAndUpdate({}, { $inc: { a: 10 } }, { sort: { a: -1 } })).toEqual({
      _id: 2,
      a: 2,
    });
    expect(
      await collection.findOneAndUpdate(
        { _id: 1 },
        { $set: { b: 1 } },
        { returnDocument: 'after', projection: { b: 1 } },
      ),
    ).toEqual({ _id: 1, b: 1 });
    expect(
      await collection.findOneAndReplace({ _id: 3 }, { a: 3 }, { upsert: true, returnDocument: 'after' }),
    ).toEqual({ _id: 3, a: 3 });
    expect(await collection.findOneAndUpdate({ _id: 9 }, { $set: { a: 1 } })).toBeNull();
    expect(await collection.findOneAndDelete({}, { sort: { a: -1 } })).toEqual({ _id: 2, a: 12 });
    expect(await collection.countDocuments()).toBe(2);
  });
});

describe('a batch', () => {
  test('stops at its first error when it is ordered, else it continues', async () => {
    const documents = () => [{ _id: 1 as never }, { _id: 1 as never }, { _id: 2 as never }];
    const ordered = mongo.fresh();
    const error = await failure(ordered.insertMany(documents()));
    expect(error).toMatchObject({ code: 11000, insertedCount: 1 });
    expect((error.writeErrors as { index: number }[]).map(({ index }) => index)).toEqual([1]);
    expect(await ordered.countDocuments()).toBe(1);
    const unordered = mongo.fresh();
    expect(await failure(unordered.insertMany(documents(), { ordered: false }))).toMatchObject({
      insertedCount: 2,
    });
    expect(await unordered.countDocuments()).toBe(2);
  });

  test('runs mixed operations', async () => {
    const collection = mongo.fresh<{ _id: number; a: number }>();
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1, a: 1 } } },
      { insertOne: { document: { _id: 2, a: 1 } } },
      { updateMany: { filter: { a: 1 }, update: { $inc: { a: 1 } } } },
      { updateOne: { filter: { _id: 3 }, update: { $set: { a: 3 } }, upsert: true } },
      { deleteOne: { filter: { _id: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 2, modifiedCount: 2, upsertedCount: 1, deletedCount: 1 });
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 2, a: 2 },
      { _id: 3, a: 3 },
    ]);
  });
});

describe('a bulk write of the client', () => {
  const models = (namespace: string): AnyClientBulkWriteModel<Document>[] => [
    { namespace, name: 'insertOne', document: { _id: 1 as never, a: 1 } },
    { namespace, name: 'insertOne', document: { _id: 1 as never, a: 2 } },
    { namespace, name: 'updateMany', filter: { a: 1 }, update: { $inc: { a: 1 } } },
    { namespace, name: 'updateOne', filter: { _id: 3 as never }, update: { $set: { a: 3 } }, upsert: true },
    { namespace, name: 'deleteOne', filter: { _id: 3 as never } },
  ];

  test('writes to collections one after the other and stops at an error', async () => {
    const collection = mongo.fresh();
    const error = await failure(mongo.client.bulkWrite(models(collection.namespace)));
    expect(error).toMatchObject({
      writeErrors: new Map([[1, expect.objectContaining({ code: 11000 })]]),
      partialResult: { insertedCount: 1, modifiedCount: 0 },
    });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, a: 1 }]);
  });

  test('goes on behind an error when it is unordered, and tells what each write did', async () => {
    const collection = mongo.fresh();
    const options = { ordered: false, verboseResults: true };
    const error = await failure(mongo.client.bulkWrite(models(collection.namespace), options));
    expect(error.partialResult).toMatchObject({
      insertedCount: 1,
      modifiedCount: 1,
      upsertedCount: 1,
      deletedCount: 1,
      updateResults: new Map([
        [2, expect.objectContaining({ matchedCount: 1, modifiedCount: 1 })],
        [3, expect.objectContaining({ upsertedId: 3 })],
      ]),
    });
    expect(await collection.find().toArray()).toEqual([{ _id: 1, a: 2 }]);
  });
});

/** A Map has its fields in the order of BSON. A plain object would begin with the integer names. */
type Fields = [string, unknown][];
const doc = (...fields: Fields): Map<string, unknown> => new Map(fields);

describe('fields with integer names keep their places', () => {
  const before = doc(['_id', 1], ['b', 1], ['7', doc(['x', 1], ['0', 2])]);

  test.each<[string, Document, Fields]>([
    [
      'when another field changes',
      { $set: { b: 2 } },
      [
        ['_id', 1],
        ['b', 2],
        ['7', doc(['x', 1], ['0', 2])],
      ],
    ],
    [
      'when one is added',
      { $set: { 3: 1 } },
      [
        ['_id', 1],
        ['b', 1],
        ['7', doc(['x', 1], ['0', 2])],
        ['3', 1],
      ],
    ],
    [
      'when one is added deeper',
      { $set: { 'c.y.5': 1, '7.1': 3 } },
      [
        ['_id', 1],
        ['b', 1],
        ['7', doc(['x', 1], ['0', 2], ['1', 3])],
        ['c', doc(['y', doc(['5', 1])])],
      ],
    ],
    [
      'when one moves',
      { $rename: { b: '4' } },
      [
        ['_id', 1],
        ['7', doc(['x', 1], ['0', 2])],
        ['4', 1],
      ],
    ],
    [
      'when one goes',
      { $unset: { '7.0': 1 } },
      [
        ['_id', 1],
        ['b', 1],
        ['7', doc(['x', 1])],
      ],
    ],
    [
      'when a value has some',
      { $set: { b: doc(['z', 1], ['1', 1]) } },
      [
        ['_id', 1],
        ['b', doc(['z', 1], ['1', 1])],
        ['7', doc(['x', 1], ['0', 2])],
      ],
    ],
    [
      'when the document is replaced',
      doc(['z', 1], ['2', 1]),
      [
        ['_id', 1],
        ['z', 1],
        ['2', 1],
      ],
    ],
  ])('%s', async (_name, u, after) => {
    const { collectionName } = mongo.fresh();
    const db = mongo.client.db('test');
    await db.command({ insert: collectionName, documents: [before] });
    await db.command({ update: collectionName, updates: [{ q: {}, u }] });
    const [stored] = await db.collection(collectionName).find({}, { raw: true }).toArray();
    expect(Buffer.from(stored as unknown as Uint8Array)).toEqual(Buffer.from(serialize(doc(...after))));
  });

  test('in filters, upserts, projections and inserts without _id in front', async () => {
    const { collectionName } = mongo.fresh();
    const db = mongo.client.db('test');
    const value = doc(['x', 1], ['0', 2]);
    const other = doc(['0', 2], ['x', 1]);
    const update = { q: { _id: 2, a: value }, u: { $set: { 5: 1 } }, upsert: true };
    await db.command({ insert: collectionName, documents: [doc(['b', 1], ['3', 1], ['_id', 1])] });
    await db.command({ update: collectionName, updates: [update] });
    const rows = async (filter: Document, projection: Document = {}) =>
      (await db.collection(collectionName).find(filter, { raw: true, projection }).toArray()).map((row) =>
        Buffer.from(row as unknown as Uint8Array),
      );
    expect(await rows({ a: other })).toEqual([]);
    expect(await rows({ a: value })).toEqual([
      Buffer.from(serialize(doc(['_id', 2], ['a', value], ['5', 1]))),
    ]);
    expect(await rows({ _id: 1 })).toEqual([Buffer.from(serialize(doc(['_id', 1], ['b', 1], ['3', 1])))]);
    expect(await rows({ _id: 2 }, { a: 0 })).toEqual([Buffer.from(serialize(doc(['_id', 2], ['5', 1])))]);
  });
});

test.each(['insert', 'update', 'upsert'])('%s sets an empty timestamp to the current time', async (kind) => {
  const collection = mongo.fresh<{ _id: number; at: Timestamp }>();
  const empty = new Timestamp({ t: 0, i: 0 });
  if (kind === 'update') await collection.insertOne({ _id: 1, at: new Timestamp({ t: 1, i: 1 }) });
  if (kind === 'insert') await collection.insertOne({ _id: 1, at: empty });
  else await collection.replaceOne({ _id: 1 }, { at: empty }, { upsert: true });
  const { at } = (await collection.findOne()) ?? { at: empty };
  expect(Math.abs(at.getHighBits() - Date.now() / 1000)).toBeLessThan(60);
});

describe('a document deeper than 180 levels', () => {
  const nested = (levels: number): Document => (levels === 0 ? {} : { a: nested(levels - 1) });

  test('is refused, and the deepest allowed one is stored', async () => {
    const collection = mongo.fresh<{ _id: number; a?: Document }>();
    await collection.insertOne({ _id: 1, a: nested(178) });
    expect((await failure(collection.insertOne({ _id: 2, a: nested(179) }))).code).toBe(15);
    const deeper = { $set: { a: nested(179) } };
    expect((await failure(collection.updateOne({ _id: 1 }, deeper))).code).toBe(15);
    expect((await failure(collection.updateOne({ _id: 3 }, deeper, { upsert: true }))).code).toBe(15);
    expect(await collection.countDocuments()).toBe(1);
  });
});
