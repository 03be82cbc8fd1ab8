import type { Collection, Document, IndexDescription, Sort } from 'mongodb';
import { failure, MongoFixture } from './testing/mongo.js';

// Expired documents are removed every second; the default is every minute
const mongo = new MongoFixture({ args: ['--setParameter', 'ttlMonitorSleepSecs=1'] });
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

interface Explained {
  queryPlanner: { winningPlan: Document };
  executionStats: { nReturned: number; totalKeysExamined: number; totalDocsExamined: number };
}

interface Cost {
  index: string | undefined;
  stages: string[];
  keys: number;
  docs: number;
  returned: number;
}

async function cost(
  collection: Collection<Document>,
  filter: Document,
  sort: Sort = {},
  limit = 0,
): Promise<Cost> {
  const explained = (await collection
    .find(filter)
    .sort(sort)
    .limit(limit)
    .explain('executionStats')) as unknown as Explained;
  const stages: string[] = [];
  let index: string | undefined;
  for (
    let stage: Document | undefined = explained.queryPlanner.winningPlan;
    stage;
    stage = (stage.inputStage ?? stage.queryPlan) as Document | undefined
  ) {
    stages.push(String(stage.stage));
    index ??= stage.indexName as string | undefined;
  }
  const { totalKeysExamined: keys, totalDocsExamined: docs, nReturned: returned } = explained.executionStats;
  return { index, stages, keys, docs, returned };
}

describe('an index', () => {
  const SIZE = 3000;
  let tickets: Collection<Document>;
  let orders: Collection<Document>;

  beforeAll(async () => {
    tickets = mongo.fresh();
    await tickets.createIndex({ orderId: 1, _id: -1 });
    await tickets.createIndex({ terms: 1, orderId: 1, _id: -1 });
    await tickets.createIndex({ 'outbox.at': 1 }, { sparse: true });
    await tickets.insertMany(
      Array.from({ length: SIZE }, (_, _id) => ({
        _id: _id as never,
        orderId: _id % 3 === 0 ? `order${_id}` : null,
        terms: _id % 2 === 0 ? ['rock', `band${_id % 10}`] : ['pop', 'rock'],
        ...(_id % 500 === 0 ? { outbox: [{ at: new Date(_id) }, { at: new Date(_id + 1) }] } : {}),
      })),
    );
    orders = mongo.fresh();
    await orders.createIndex({ 'ticket.id': 1, hold: 1 }, { unique: true });
    await orders.createIndex({ status: 1, expiresAt: 1 }, { partialFilterExpression: { status: 'created' } });
    await orders.insertMany(
      Array.from({ length: SIZE }, (_, _id) => ({
        _id: _id as never,
        ticket: { id: `t${_id % 300}` },
        hold: Math.floor(_id / 300),
        status: _id % 100 === 0 ? 'created' : 'cancelled',
        expiresAt: new Date(_id),
      })),
    );
  });

  test('gives a page in order and stops at the limit', async () => {
    const page = await cost(tickets, { orderId: null, _id: { $lt: 2500 } }, { _id: -1 }, 51);
    expect(page).toMatchObject({ index: 'orderId_1__id_-1', returned: 51 });
    expect(page.stages).not.toContain('SORT');
    expect(page.keys).toBeLessThanOrEqual(52);
  });

  test('gives a page of a search in an array', async () => {
    const page = await cost(tickets, { terms: 'rock', orderId: null, _id: { $lt: 2500 } }, { _id: -1 }, 51);
    expect(page).toMatchObject({ index: 'terms_1_orderId_1__id_-1', returned: 51 });
    expect(page.stages).not.toContain('SORT');
    expect(page.keys).toBeLessThanOrEqual(52);
  });

  test('is read backwards to find the latest document', async () => {
    const latest = await cost(orders, { 'ticket.id': 't7' }, { hold: -1 }, 1);
    expect(latest).toMatchObject({ index: 'ticket.id_1_hold_1', returned: 1 });
    expect(latest.stages).not.toContain('SORT');
    expect(latest.keys).toBeLessThanOrEqual(2);
  });

  test.each<[string, () => Collection<Document>, Document, string, number]>([
    ['_id', () => tickets, { _id: 5 }, '_id_', 1],
    ['a list of _ids', () => tickets, { _id: { $in: [5, 7, 9] } }, '_id_', 6],
    ['a range of _id', () => tickets, { _id: { $gte: 10, $lt: 20 } }, '_id_', 11],
    ['both fields', () => orders, { 'ticket.id': 't7', hold: 3 }, 'ticket.id_1_hold_1', 1],
    ['a prefix by regular expression', () => orders, { 'ticket.id': /^t29/ }, 'ticket.id_1_hold_1', 120],
    ['a date in an array', () => tickets, { 'outbox.at': { $lt: new Date(400) } }, 'outbox.at_1', 3],
    [
      'a condition that implies the partial filter',
      () => orders,
      { status: 'created', expiresAt: { $lt: new Date(500) } },
      'status_1_expiresAt_1',
      6,
    ],
  ])('finds by %s and examines little else', async (_name, collection, filter, index, most) => {
    const found = await cost(collection(), filter);
    expect(
      found.stages.some((stage) => stage === 'IXSCAN' || stage === 'EXPRESS_IXSCAN' || stage === 'IDHACK'),
    ).toBe(true);
    if (found.index) expect(found.index).toBe(index);
    expect(found.keys).toBeLessThanOrEqual(most);
    expect(found.docs).toBeLessThanOrEqual(most);
    expect(found.returned).toBe(await naive(collection(), filter));
  });

  test.each<[string, () => Collection<Document>, Document]>([
    ['null in a sparse field', () => tickets, { 'outbox.at': null }],
    ['documents outside of the partial filter', () => orders, { status: 'cancelled' }],
    ['an unanchored regular expression', () => tickets, { other: /x/ }],
  ])('is not used for %s', async (_name, collection, filter) => {
    const found = await cost(collection(), filter);
    expect(found.stages).toContain('COLLSCAN');
    expect(found.returned).toBe(await naive(collection(), filter));
  });

  const naive = async (collection: Collection<Document>, filter: Document) =>
    (await collection.find(filter).hint({ $natural: 1 }).toArray()).length;
});

describe('a unique index', () => {
  test('refuses duplicates from inserts and updates, and names the duplicate key', async () => {
    const collection = mongo.fresh<{ _id: number; a?: number; b?: { c: string } }>();
    await collection.createIndex({ a: 1, 'b.c': -1 }, { unique: true });
    await collection.insertMany([
      { _id: 1, a: 1, b: { c: 'x' } },
      { _id: 2, a: 2, b: { c: 'x' } },
    ]);
    const expected = {
      code: 11000,
      message: `E11000 duplicate key error collection: ${collection.namespace} index: a_1_b.c_-1 dup key: { a: 1, b.c: "x" }`,
      keyPattern: { a: 1, 'b.c': -1 },
      keyValue: { a: 1, 'b.c': 'x' },
    };
    expect(await failure(collection.insertOne({ _id: 3, a: 1, b: { c: 'x' } }))).toMatchObject(expected);
    expect(await failure(collection.updateOne({ _id: 2 }, { $set: { a: 1 } }))).toMatchObject(expected);
    expect(await collection.find().sort({ _id: 1 }).toArray()).toMatchObject([{ a: 1 }, { a: 2 }]);
    await collection.deleteOne({ _id: 1 });
    await collection.updateOne({ _id: 2 }, { $set: { a: 1 } });
  });

  test('treats a missing field as null, unless it is sparse or partial', async () => {
    const plain = mongo.fresh();
    await plain.createIndex({ a: 1 }, { unique: true });
    await plain.insertOne({});
    expect((await failure(plain.insertOne({ a: null }))).message).toContain('dup key: { a: null }');
    for (const options of [{ sparse: true }, { partialFilterExpression: { a: { $exists: true } } }]) {
      const lenient = mongo.fresh();
      await lenient.createIndex({ a: 1 }, { unique: true, ...options });
      await lenient.insertMany([{}, {}, { a: 1 }]);
      expect((await failure(lenient.insertOne({ a: 1 }))).code).toBe(11000);
    }
  });

  test('compares each item of an array, but not the items of one document', async () => {
    const collection = mongo.fresh();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertOne({ a: [1, 1, 2] });
    expect((await failure(collection.insertOne({ a: [3, 2] }))).code).toBe(11000);
  });

  test('is refused when there are duplicates', async () => {
    const collection = mongo.fresh();
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    expect((await failure(collection.createIndex({ a: 1 }, { unique: true }))).code).toBe(11000);
    expect(await collection.indexes()).toHaveLength(1);
  });

  test('lets exactly one of many racing inserts win', async () => {
    const collection = mongo.fresh();
    await collection.createIndex({ ticket: 1, hold: 1 }, { unique: true });
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, () => collection.insertOne({ ticket: 't', hold: 1 })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('creating an index', () => {
  test('twice creates it once', async () => {
    const collection = mongo.fresh();
    expect(await collection.createIndex({ a: 1 })).toBe('a_1');
    expect(await collection.createIndex({ a: 1 })).toBe('a_1');
    expect(await collection.indexes()).toHaveLength(2);
  });

  test.each<[string, Document, Document, number]>([
    ['another name for the same keys', { a: 1 }, { name: 'other' }, 85],
    ['the same name for other keys', { b: 1 }, { name: 'a_1' }, 86],
    ['a wrong direction', { a: 'up' }, {}, 67],
    ['an unknown option', { c: 1 }, { foo: 1 }, 197],
  ])('refuses %s', async (_name, key, options, code) => {
    const db = mongo.client.db('test');
    const collection = mongo.fresh();
    await collection.createIndex({ a: 1 });
    const index = { key, name: 'x_1', ...options };
    const error = await failure(db.command({ createIndexes: collection.collectionName, indexes: [index] }));
    if (code === 67) expect(error.code).toBeDefined();
    else expect(error.code).toBe(code);
  });

  test('refuses documents with parallel arrays from then on', async () => {
    const collection = mongo.fresh();
    await collection.createIndex({ a: 1, b: 1 });
    expect((await failure(collection.insertOne({ a: [1], b: [2] }))).code).toBe(171);
  });
});

test('a TTL index removes expired documents and no others', async () => {
  const collection = mongo.fresh();
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  const now = Date.now();
  await collection.insertMany([
    { _id: 1 as never, at: new Date(now - 120_000) },
    { _id: 2 as never, at: new Date(now) },
    { _id: 3 as never, at: 'never' },
    { _id: 4 as never, at: [new Date(now), new Date(now - 120_000)] },
  ]);
  const left = async () =>
    (await collection.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id as unknown);
  for (let i = 0; i < 200 && (await left()).length > 2; i++)
    await new Promise((done) => setTimeout(done, 50));
  expect(await left()).toEqual([2, 3]);
});

test('a database whose name differs only in case is refused', async () => {
  await mongo.fresh().insertOne({ a: 1 });
  expect(await failure(mongo.client.db('TEST').collection('c').insertOne({ a: 1 }))).toMatchObject({
    code: 13297,
  });
});

test('a collection has at most 64 indexes', async () => {
  const collection = mongo.fresh();
  await collection.createIndexes(Array.from({ length: 63 }, (_, i) => ({ key: { [`f${i}`]: 1 } })));
  expect((await failure(collection.createIndex({ g: 1 }))).code).toBe(67);
  expect(await collection.indexes()).toHaveLength(64);
});

test('indexes of one command are all created or none', async () => {
  const collection = mongo.fresh();
  await collection.insertMany([
    { a: 1, b: 1 },
    { a: 2, b: 1 },
  ]);
  const indexes: IndexDescription[] = [{ key: { a: 1 } }, { key: { b: 1 }, unique: true }];
  expect((await failure(collection.createIndexes(indexes))).code).toBe(11000);
  expect(await collection.indexes()).toHaveLength(1);
});
