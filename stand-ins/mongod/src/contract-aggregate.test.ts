import { Double, Long, ObjectId } from 'bson';
import type { Document } from 'mongodb';
import { failure, MongoFixture } from './testing/mongo.js';

const mongo = new MongoFixture();
beforeAll(() => mongo.start());
afterAll(() => mongo.stop());

const a = new ObjectId();
const b = new ObjectId();
const SALES = [
  { _id: 1, user: a, price: 10, tags: ['x', 'y'], at: new Date(0) },
  { _id: 2, user: b, price: 20, tags: ['y'], at: new Date(1) },
  { _id: 3, user: a, price: 30, tags: [], at: new Date(2) },
];

test.each<[string, Document[], Document[]]>([
  [
    '$match, $sort, $skip, $limit',
    [
      { $match: { price: { $gte: 10 } } },
      { $sort: { price: -1 } },
      { $skip: 1 },
      { $limit: 1 },
      { $project: { price: 1 } },
    ],
    [{ _id: 2, price: 20 }],
  ],
  [
    '$limit before $match',
    [{ $sort: { _id: 1 } }, { $limit: 2 }, { $match: { user: a } }, { $project: { _id: 1 } }],
    [{ _id: 1 }],
  ],
  [
    '$limit before $sort',
    [{ $sort: { _id: 1 } }, { $limit: 2 }, { $sort: { _id: -1 } }, { $project: { _id: 1 } }],
    [{ _id: 2 }, { _id: 1 }],
  ],
  [
    '$group by an ObjectId',
    [{ $group: { _id: '$user', sum: { $sum: '$price' }, n: { $sum: 1 } } }, { $sort: { n: -1 } }],
    [
      { _id: a, sum: 40, n: 2 },
      { _id: b, sum: 20, n: 1 },
    ],
  ],
  [
    '$unwind and $group',
    [{ $unwind: '$tags' }, { $group: { _id: '$tags', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: 'x', n: 1 },
      { _id: 'y', n: 2 },
    ],
  ],
  [
    '$match of an ObjectId after other stages',
    [
      { $addFields: { double: { $multiply: ['$price', 2] } } },
      { $match: { user: b, tags: 'y' } },
      { $project: { double: 1, _id: 0 } },
    ],
    [{ double: 40 }],
  ],
  ['$count', [{ $match: { tags: 'y' } }, { $count: 'n' }], [{ n: 2 }]],
  [
    '$facet',
    [{ $facet: { dear: [{ $match: { price: { $gt: 15 } } }, { $count: 'n' }] } }],
    [{ dear: [{ n: 2 }] }],
  ],
  [
    '$lookup',
    [
      { $match: { _id: 1 } },
      { $lookup: { from: 'users', localField: 'user', foreignField: '_id', as: 'users' } },
      { $project: { users: 1 } },
    ],
    [{ _id: 1, users: [{ _id: a, name: 'ann' }] }],
  ],
])('runs %s', async (_name, pipeline, expected) => {
  const users = mongo.client.db('test').collection('users');
  await users.deleteMany({});
  await users.insertOne({ _id: a, name: 'ann' });
  const collection = mongo.fresh();
  await collection.insertMany(SALES as never);
  expect(await collection.aggregate(pipeline).toArray()).toEqual(expected);
});

test('keeps integers beyond int32', async () => {
  const collection = mongo.fresh();
  await collection.insertOne({ _id: 1 as never, n: Long.fromNumber(3_000_000_000) });
  const [row] = await collection
    .aggregate([{ $project: { n: { $add: ['$n', 1] } } }], { promoteValues: false })
    .toArray();
  expect(row?.n).toEqual(Long.fromNumber(3_000_000_001));
});

test('sorts by BSON type after other stages too', async () => {
  const collection = mongo.fresh();
  const values = [null, 1, 'a', { b: 1 }, [], a, false, new Date(0)];
  await collection.insertMany(values.map((value, i) => ({ _id: i as never, value })).toReversed());
  const rows = await collection.aggregate([{ $addFields: { x: 1 } }, { $sort: { value: 1 } }]).toArray();
  expect(rows.map(({ _id }) => _id as unknown)).toEqual([4, 0, 1, 2, 3, 5, 6, 7]);
});

test('a pipeline update keeps the types of fields that it does not change', async () => {
  const collection = mongo.fresh();
  await collection.insertOne({ d: new Double(1), l: Long.fromNumber(2), list: [{ d: new Double(3) }] });
  await collection.updateOne({}, [{ $set: { n: { $add: ['$d', 1] } } }]);
  expect(await collection.findOne({}, { promoteValues: false, projection: { _id: 0, n: 0 } })).toEqual({
    d: new Double(1),
    l: Long.fromNumber(2),
    list: [{ d: new Double(3) }],
  });
});

test('counts and lists distinct values', async () => {
  const collection = mongo.fresh();
  await collection.insertMany(SALES as never);
  expect(await collection.countDocuments({ tags: 'y' })).toBe(2);
  expect(await collection.estimatedDocumentCount()).toBe(3);
  expect((await collection.distinct('tags')).sort()).toEqual(['x', 'y']);
  expect(await collection.distinct('user', { price: { $gt: 15 } })).toEqual([b, a]);
});

test.each([
  [{ $foo: 1 }],
  [{ $match: { $where: 'true' } }],
  [{ $changeStream: {} }],
  [{ $project: { x: { $nope: 1 } } }],
])('refuses %j', async (stage) => {
  const collection = mongo.fresh();
  await collection.insertOne({});
  expect(typeof (await failure(collection.aggregate([stage]).toArray())).code).toBe('number');
});

test('refuses a collation rather than ignore it', async () => {
  const search = mongo.fresh().find({ a: 'x' }, { collation: { locale: 'en', strength: 2 } });
  if (process.env.TICKETING_MONGOD) expect(await search.toArray()).toEqual([]);
  else expect((await failure(search.toArray())).message).toContain('collation');
});
