import { ObjectId } from 'bson';
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

async function sales() {
  const collection = mongo.fresh();
  await collection.insertMany(SALES as never);
  return collection;
}

const ID = { $project: { _id: 1 } };

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
  ['$limit before $match', [{ $sort: { _id: 1 } }, { $limit: 2 }, { $match: { user: a } }, ID], [{ _id: 1 }]],
  [
    '$limit before $sort',
    [{ $sort: { _id: 1 } }, { $limit: 2 }, { $sort: { _id: -1 } }, ID],
    [{ _id: 2 }, { _id: 1 }],
  ],
  ['$skip before $match', [{ $sort: { _id: 1 } }, { $skip: 1 }, { $match: { user: a } }, ID], [{ _id: 3 }]],
  ['$skip before $sort', [{ $skip: 1 }, { $sort: { price: -1 } }, ID], [{ _id: 3 }, { _id: 2 }]],
  ['$limit before $skip', [{ $sort: { _id: 1 } }, { $limit: 2 }, { $skip: 1 }, ID], [{ _id: 2 }]],
  ['$skip twice', [{ $sort: { _id: 1 } }, { $skip: 1 }, { $skip: 1 }, ID], [{ _id: 3 }]],
  ['$limit twice', [{ $sort: { _id: 1 } }, { $limit: 2 }, { $limit: 1 }, ID], [{ _id: 1 }]],
  [
    '$sort twice',
    [{ $sort: { price: 1 } }, { $sort: { _id: -1 } }, ID],
    [{ _id: 3 }, { _id: 2 }, { _id: 1 }],
  ],
  ['$match twice', [{ $match: { user: a } }, { $match: { price: 30 } }, ID], [{ _id: 3 }]],
  ['$match of what $project left', [{ $project: { user: 1 } }, { $match: { price: 10 } }], []],
  [
    '$group by an ObjectId',
    [{ $group: { _id: '$user', sum: { $sum: '$price' }, n: { $sum: 1 } } }, { $sort: { n: -1 } }],
    [
      { _id: a, sum: 40, n: 2 },
      { _id: b, sum: 20, n: 1 },
    ],
  ],
  [
    '$match and $limit after $group',
    [
      { $group: { _id: '$user', first: { $min: '$at' }, last: { $max: '$at' } } },
      { $match: { last: new Date(2) } },
      { $limit: 5 },
    ],
    [{ _id: a, first: new Date(0), last: new Date(2) }],
  ],
  ['$count', [{ $match: { tags: 'y' } }, { $count: 'n' }], [{ n: 2 }]],
])('runs %s', async (_name, pipeline, expected) => {
  expect(await (await sales()).aggregate(pipeline).toArray()).toEqual(expected);
});

test('counts and lists distinct values', async () => {
  const collection = await sales();
  expect(await collection.countDocuments({ tags: 'y' })).toBe(2);
  expect(await collection.countDocuments({ tags: 'y' }, { skip: 1 })).toBe(1);
  expect(await collection.countDocuments({ tags: 'z' })).toBe(0);
  expect(await collection.estimatedDocumentCount()).toBe(3);
  expect((await collection.distinct('tags')).sort()).toEqual(['x', 'y']);
  expect(await collection.distinct('user', { price: { $gt: 15 } })).toEqual([b, a]);
});

test('sends the rows in batches', async () => {
  const collection = mongo.fresh();
  await collection.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i as never, odd: i % 2 })));
  const pipeline = [{ $group: { _id: '$_id', odd: { $max: '$odd' } } }, { $match: { odd: 1 } }];
  const rows = await collection.aggregate(pipeline, { batchSize: 7 }).toArray();
  expect(new Set(rows.map(({ _id }) => _id as number)).size).toBe(150);
});

test('a stage that is wrong is an error for an empty collection too', async () => {
  const stages = [{ $match: {} }, { $sort: { a: 2 } }];
  expect(await failure(mongo.fresh().aggregate(stages).toArray())).toMatchObject({ code: 15975 });
});

test('the names of all stages are checked first', async () => {
  const stages = [{ $limit: 0 }, { $foo: 1 }];
  expect(await failure(mongo.fresh().aggregate(stages).toArray())).toMatchObject({ code: 40324 });
});

test('a dotted name inside of a nested $project is an error', async () => {
  const nested = { $project: { user: { 'name.first': 1 } } };
  if (!process.env.TICKETING_MONGOD)
    expect(await failure(mongo.fresh().aggregate([nested]).toArray())).toMatchObject({ code: 238 });
});

test('refuses a collation rather than ignore it', async () => {
  const search = mongo.fresh().find({ a: 'x' }, { collation: { locale: 'en', strength: 2 } });
  if (process.env.TICKETING_MONGOD) expect(await search.toArray()).toEqual([]);
  else expect((await failure(search.toArray())).message).toContain('collation');
});
