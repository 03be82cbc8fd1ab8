import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'bson';
import type { Document } from 'mongodb';
import { failure, MongoFixture } from './testing/mongo.js';

const mongo = new MongoFixture();
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

/** Returns the sorted _ids of the documents that match a filter. */
async function ids(documents: Document[], filter: Document): Promise<unknown[]> {
  const collection = mongo.fresh();
  await collection.insertMany(documents);
  const found = await collection.find(filter).project({ _id: 1 }).sort({ _id: 1 }).toArray();
  return found.map(({ _id }) => _id as unknown);
}

describe('a filter', () => {
  const nulls = [{ _id: 1 }, { _id: 2, a: null }, { _id: 3, a: 0 }, { _id: 4, a: [] }, { _id: 5, a: [null] }];
  const nested = [
    {
      _id: 1,
      a: [
        { b: 1, c: 9 },
        { b: 9, c: 2 },
      ],
    },
    { _id: 2, a: [{ b: 1, c: 2 }] },
    { _id: 3, a: { b: 1, c: 2 } },
    { _id: 4, a: [{ c: 2 }] },
    { _id: 5, a: [1, 2] },
    { _id: 6, a: 5 },
    { _id: 7, a: [] },
  ];
  const arrays = [
    { _id: 1, a: [1, 2] },
    { _id: 2, a: [[1, 2], 3] },
    { _id: 3, a: 1 },
    { _id: 4, a: [2, 1] },
  ];

  test.each<[string, Document[], Document, unknown[]]>([
    ['null also matches a missing field', nulls, { a: null }, [1, 2, 5]],
    ['$ne with null matches only other values', nulls, { a: { $ne: null } }, [3, 4]],
    ['$exists matches a field that is null', nulls, { a: { $exists: true } }, [2, 3, 4, 5]],
    ['$in with null matches a missing field', nulls, { a: { $in: [null, 0] } }, [1, 2, 3, 5]],
    ['a dotted path enters arrays', nested, { 'a.b': 1 }, [1, 2, 3]],
    ['null at a dotted path matches where the field is missing', nested, { 'a.b': null }, [4, 6]],
    ['two paths may match in two different items', nested, { 'a.b': 1, 'a.c': 2 }, [1, 2, 3]],
    ['$elemMatch needs one item that matches everything', nested, { a: { $elemMatch: { b: 1, c: 2 } } }, [2]],
    ['a number in a path is an array index', nested, { 'a.0.b': 1 }, [1, 2]],
    ['$size matches the length of an array', nested, { a: { $size: 2 } }, [1, 5]],
    ['an array matches as a whole or as an item', arrays, { a: [1, 2] }, [1, 2]],
    ['a value matches an item of an array', arrays, { a: 1 }, [1, 3, 4]],
    ['$all needs every listed value', arrays, { a: { $all: [1, 2] } }, [1, 4]],
    [
      'the two ends of a range may match different items',
      [
        { _id: 1, a: [1, 20] },
        { _id: 2, a: 7 },
      ],
      { a: { $gt: 5, $lt: 10 } },
      [1, 2],
    ],
    [
      '$elemMatch needs one item inside the range',
      [
        { _id: 1, a: [1, 20] },
        { _id: 2, a: [7] },
      ],
      { a: { $elemMatch: { $gt: 5, $lt: 10 } } },
      [2],
    ],
    ['$nin matches arrays without the value', arrays, { a: { $nin: [2] } }, [2, 3]],
    ['$not negates an operator', arrays, { a: { $not: { $gt: 1 } } }, [3]],
    ['$nor needs every condition to be false', arrays, { $nor: [{ a: 2 }, { a: 3 }] }, [3]],
    [
      '$mod matches numbers with a remainder',
      [
        { _id: 1, a: 10 },
        { _id: 2, a: 11 },
        { _id: 3, a: 'x' },
      ],
      { a: { $mod: [5, 0] } },
      [1],
    ],
    [
      'a regular expression matches strings and items',
      [
        { _id: 1, a: 'Rock' },
        { _id: 2, a: ['x', 'rocks'] },
        { _id: 3, a: 5 },
      ],
      { a: /^rock/i },
      [1, 2],
    ],
    ['$type matches a BSON type', nulls, { a: { $type: 'array' } }, [4, 5]],
    [
      'the field order of a sub-document matters',
      [
        { _id: 1, a: { x: 1, y: 2 } },
        { _id: 2, a: { y: 2, x: 1 } },
      ],
      { a: { x: 1, y: 2 } },
      [1],
    ],
    [
      'an empty part of $and matches everything',
      nulls,
      { $or: [{ _id: 3 }, { $and: [{ _id: 2 }, {}] }] },
      [2, 3],
    ],
  ])('%s', async (_name, documents, filter, expected) => {
    expect(await ids(documents, filter)).toEqual(expected);
  });

  test('compares numbers of all types, but only with numbers', async () => {
    const documents = [
      { _id: 1, a: new Int32(5) },
      { _id: 2, a: new Double(5) },
      { _id: 3, a: Long.fromNumber(5) },
      { _id: 4, a: Decimal128.fromString('5.0') },
      { _id: 5, a: '5' },
      { _id: 6, a: new Date(5) },
      { _id: 7, a: Long.fromString('9007199254740993') },
      { _id: 8, a: 9007199254740992 },
    ];
    expect(await ids(documents, { a: 5 })).toEqual([1, 2, 3, 4]);
    expect(await ids(documents, { a: Long.fromString('9007199254740993') })).toEqual([7]);
    expect(await ids(documents, { a: { $gt: 4.9, $lte: 5 } })).toEqual([1, 2, 3, 4]);
    expect(await ids(documents, { a: { $gt: new Date(0) } })).toEqual([6]);
  });

  test.each<[string, Document, number]>([
    ['an unknown operator', { a: { $foo: 1 } }, 2],
    ['an unknown top-level operator', { $foo: 1 }, 2],
    ['$in without an array', { a: { $in: 1 } }, 2],
    ['an empty $or', { $or: [] }, 2],
    ['a wrong regular expression', { a: { $regex: '(' } }, 51091],
  ])('is refused for %s, also on an empty collection', async (_name, filter, code) => {
    expect((await failure(mongo.fresh().find(filter).toArray())).code).toBe(code);
  });
});

describe('a sort', () => {
  test('orders values by type, then by value', async () => {
    const collection = mongo.fresh();
    const ordered: unknown[] = [
      new MinKey(),
      null,
      -Infinity,
      -1.5,
      0,
      Long.fromNumber(3),
      Decimal128.fromString('3.5'),
      1e300,
      '',
      'a',
      'b',
      '\u{ffff}',
      '\u{1f600}',
      { a: 1 },
      { a: 2 },
      { b: 1 },
      new Binary(Buffer.from([1])),
      new Binary(Buffer.from([0, 0])),
      new ObjectId('000000000000000000000001'),
      new ObjectId('ff0000000000000000000000'),
      false,
      true,
      new Date(-1),
      new Date(1),
      new Timestamp({ t: 1, i: 1 }),
      new MaxKey(),
    ];
    const documents = ordered.map((a, _id) => ({ _id: _id as never, a }));
    await collection.insertMany(documents.toReversed());
    for (const index of [undefined, 'up', 'down']) {
      if (index) await collection.createIndex({ a: index === 'up' ? 1 : -1 }, { name: index });
      const up = await collection.find().sort({ a: 1 }).toArray();
      expect(up.map(({ _id }) => _id as unknown)).toEqual(documents.map(({ _id }) => _id));
      const down = await collection.find().sort({ a: -1 }).toArray();
      expect(down.map(({ _id }) => _id as unknown)).toEqual(documents.map(({ _id }) => _id).toReversed());
      if (index) await collection.dropIndex(index);
    }
  });

  test('sorts an array by its lowest or highest item, an empty one below null', async () => {
    const collection = mongo.fresh();
    await collection.insertMany([
      { _id: 1 as never, a: [5, 1] },
      { _id: 2 as never, a: 3 },
      { _id: 3 as never, a: [] },
      { _id: 4 as never },
      { _id: 5 as never, a: [2, 9] },
    ]);
    const order = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction }).toArray()).map(({ _id }) => _id as unknown);
    expect(await order(1)).toEqual([3, 4, 1, 5, 2]);
    expect(await order(-1)).toEqual([5, 1, 2, 4, 3]);
  });
});

describe('a projection', () => {
  const document = {
    _id: 1,
    a: 1,
    b: { c: 2, d: 3 },
    e: [{ f: 1, g: 2 }, { f: 3, g: 4 }, 5],
    n: [1, 2, 3, 4],
  };

  test.each<[string, Document, Document]>([
    ['inclusion', { a: 1 }, { _id: 1, a: 1 }],
    ['inclusion without _id', { a: 1, _id: 0 }, { a: 1 }],
    ['exclusion', { b: 0, e: 0, n: 0 }, { _id: 1, a: 1 }],
    ['_id alone', { _id: 1 }, { _id: 1 }],
    ['a path', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    ['a nested specification', { b: { d: 1 } }, { _id: 1, b: { d: 3 } }],
    ['a path through an array', { 'e.f': 1 }, { _id: 1, e: [{ f: 1 }, { f: 3 }] }],
    ['exclusion through an array', { 'e.f': 0, n: 0, b: 0 }, { _id: 1, a: 1, e: [{ g: 2 }, { g: 4 }, 5] }],
    ['$slice from the start', { n: { $slice: 2 }, b: 0, e: 0 }, { _id: 1, a: 1, n: [1, 2] }],
    ['$slice from the end', { a: 1, n: { $slice: -1 } }, { _id: 1, a: 1, n: [4] }],
    ['$slice with skip', { _id: 1, n: { $slice: [1, 2] }, a: 1 }, { _id: 1, a: 1, n: [2, 3] }],
    ['$elemMatch', { e: { $elemMatch: { f: 3 } } }, { _id: 1, e: [{ f: 3, g: 4 }] }],
  ])('supports %s', async (_name, projection, expected) => {
    const collection = mongo.fresh();
    await collection.insertOne(document as never);
    expect(await collection.findOne({}, { projection })).toEqual(expected);
  });

  test('with $ returns the item that matched', async () => {
    const collection = mongo.fresh();
    await collection.insertOne({ _id: 1 as never, e: [{ f: 1 }, { f: 3 }] });
    expect(await collection.findOne({ 'e.f': 3 }, { projection: { 'e.$': 1 } })).toEqual({
      _id: 1,
      e: [{ f: 3 }],
    });
  });

  test('refuses to mix inclusion and exclusion', async () => {
    expect((await failure(mongo.fresh().findOne({}, { projection: { a: 1, b: 0 } }))).code).toBe(31254);
  });
});

describe('a document', () => {
  test('keeps its types and the order of its fields', async () => {
    const collection = mongo.fresh();
    const document = {
      _id: new ObjectId(),
      z: new Int32(1),
      y: new Double(1),
      x: Long.fromNumber(1),
      w: Decimal128.fromString('1.10'),
      v: new UUID(),
      u: new Timestamp({ t: 7, i: 8 }),
      t: new Date(0),
      s: null,
      r: /a/i,
      q: new Binary(Buffer.from('x')),
      __proto: { constructor: 1 },
    };
    await collection.insertOne(document);
    await collection.updateOne({}, { $set: { added: true } }); // this decodes and encodes it
    const raw = { promoteValues: false, bsonRegExp: false };
    const found = await collection.findOne({}, raw);
    expect(Object.keys(found ?? {})).toEqual([...Object.keys(document), 'added']);
    expect(found).toMatchObject({ z: new Int32(1), y: new Double(1), x: Long.fromNumber(1), w: document.w });
    expect(await collection.findOne({}, { projection: { added: 0 } })).toMatchObject({
      u: document.u,
      r: /a/i,
    });
  });

  test('of more than 16 MiB is refused', async () => {
    const collection = mongo.fresh();
    const error = await failure(collection.insertOne({ a: 'x'.repeat(16 * 1024 * 1024) }));
    expect(error.message).toMatch(/too large|larger than/);
    expect(await collection.countDocuments()).toBe(0);
  });
});

describe('a cursor', () => {
  test('returns everything in many batches while the collection changes', async () => {
    const collection = mongo.fresh();
    await collection.insertMany(Array.from({ length: 1000 }, (_, i) => ({ _id: i as never })));
    const seen: unknown[] = [];
    for await (const { _id } of collection.find().sort({ _id: 1 }).batchSize(100)) {
      seen.push(_id);
      if (_id === (50 as never)) await collection.deleteOne({ _id: 999 as never });
      if (_id === (250 as never)) await collection.insertOne({ _id: 250.5 as never });
    }
    expect(seen).toHaveLength(999 + (seen.includes(250.5) ? 1 : 0));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('skips and limits', async () => {
    const collection = mongo.fresh();
    await collection.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i as never })));
    const found = await collection.find().sort({ _id: -1 }).skip(10).limit(150).toArray();
    expect(found.map(({ _id }) => _id as unknown)).toEqual(Array.from({ length: 150 }, (_, i) => 289 - i));
    expect(await collection.countDocuments({}, { skip: 10, limit: 150 })).toBe(150);
  });

  test('that does not exist is an error', async () => {
    const error = await failure(
      mongo.client.db('test').command({ getMore: Long.fromNumber(12345), collection: 'nothing' }),
    );
    expect(error.code).toBe(43);
  });
});

describe('the server', () => {
  test('refuses an unknown command', async () => {
    const error = await failure(mongo.client.db('test').command({ foo: 1 }));
    expect(error).toMatchObject({ code: 59, message: "no such command: 'foo'" });
  });

  test('refuses transactions', async () => {
    const session = mongo.client.startSession();
    session.startTransaction();
    const error = await failure(mongo.fresh().insertOne({}, { session }));
    expect(error.code).toBe(20);
    await session.endSession();
  });

  test('accepts unacknowledged writes', async () => {
    const collection = mongo.fresh();
    await collection.insertOne({ _id: 1 as never }, { writeConcern: { w: 0 } });
    for (let i = 0; i < 100 && (await collection.countDocuments()) === 0; i++)
      await new Promise((done) => setTimeout(done, 10));
    expect(await collection.countDocuments()).toBe(1);
  });

  test('lists databases, collections and indexes', async () => {
    const db = mongo.client.db('listed');
    await db.createCollection('a');
    expect((await failure(db.command({ create: 'a', capped: true, size: 1000 }))).code).toBeDefined();
    await db.collection('b').createIndex({ x: 1, y: -1 }, { unique: true });
    expect((await db.listCollections().toArray()).map(({ name }) => name as unknown).sort()).toEqual([
      'a',
      'b',
    ]);
    expect(await db.collection('b').indexes()).toMatchObject([
      { name: '_id_' },
      { name: 'x_1_y_-1', unique: true },
    ]);
    expect((await mongo.client.db().admin().listDatabases()).databases.map(({ name }) => name)).toContain(
      'listed',
    );
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
  });
});

test('a find that takes longer than maxTimeMS is ended', async () => {
  const collection = mongo.fresh();
  const documents = Array.from({ length: 20_000 }, (_, _id) => ({
    _id: _id as never,
    a: ['x'.repeat(200), _id],
  }));
  await collection.insertMany(documents);
  const slow = { $or: Array.from({ length: 30 }, (_, i) => ({ a: { $regex: `^x*${i}$` } })) };
  expect((await failure(collection.find(slow, { maxTimeMS: 1 }).toArray())).code).toBe(50);
  expect(await collection.find({ _id: 1 as never }, { maxTimeMS: 5_000 }).toArray()).toHaveLength(1);
});
