import { Decimal128 } from 'bson';
import type { Page } from './case.js';
import { aggregate, COLLECTION, find, findAndModify, insert, project, update } from './requests.js';

const at = (page: string, section = 'Examples') => ({ page: `reference/operator/${page}`, section });

const DOCUMENTS = [
  { _id: 1, a: 1, b: 2, list: [1, 2] },
  { _id: 2, a: 5, b: 3, list: [] },
];

/** A date of MongoDB, which counts milliseconds in 64 bits, after the last one of JavaScript. */
class FarDate extends Date {
  override getTime(): number {
    return 9e15;
  }
}

/** What MongoDB answers and the stand-in refuses. */
export const refused: Page[] = [
  {
    ...at('query/expr'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$expr compares two fields',
        request: find({ $expr: { $gt: ['$a', '$b'] } }),
        ids: [2],
        refused: true,
      },
      {
        name: '$expr in a part of $or',
        request: find({ $or: [{ a: 1 }, { $expr: { $gt: ['$a', '$b'] } }] }, { sort: { _id: 1 } }),
        ids: [1, 2],
        refused: true,
      },
      {
        name: '$expr in $match',
        request: aggregate({ $match: { $expr: { $eq: ['$b', 3] } } }),
        ids: [2],
        refused: true,
      },
      {
        name: '$expr in the filter of an update',
        request: update({ $expr: { $eq: ['$b', 3] } }, { $set: { a: 0 } }),
        reply: { n: 1 },
        refused: true,
      },
      {
        name: '$expr with let',
        request: find({ $expr: { $eq: ['$a', '$$x'] } }, { let: { x: 5 } }),
        ids: [2],
        refused: true,
      },
    ],
  },
  {
    ...at('query/jsonSchema'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$jsonSchema',
        request: find({ $jsonSchema: { properties: { a: { minimum: 2 } } } }),
        ids: [2],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/addFields'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$addFields',
        request: aggregate({ $addFields: { c: 1 } }, { $match: { c: 1 } }, { $sort: { _id: 1 } }),
        ids: [1, 2],
        refused: true,
      },
      {
        name: '$set',
        request: aggregate({ $set: { a: 9 } }, { $match: { a: 9 } }, { $sort: { _id: 1 } }),
        ids: [1, 2],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/lookup'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$lookup',
        request: aggregate(
          { $match: { _id: 1 } },
          { $lookup: { from: 'gone', localField: 'a', foreignField: 'a', as: 'x' } },
          { $project: { x: 1 } },
        ),
        rows: [{ _id: 1, x: [] }],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/unwind'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$unwind',
        request: aggregate({ $unwind: '$list' }, { $project: { list: 1 } }),
        rows: [
          { _id: 1, list: 1 },
          { _id: 1, list: 2 },
        ],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/facet'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$facet',
        request: aggregate({ $facet: { n: [{ $count: 'n' }] } }),
        rows: [{ n: [{ n: 2 }] }],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/sortByCount'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$sortByCount',
        request: aggregate({ $sortByCount: '$gone' }),
        rows: [{ _id: null, count: 2 }],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/replaceRoot'),
    documents: [{ _id: 1, doc: { x: 1 } }],
    cases: [
      {
        name: '$replaceRoot',
        request: aggregate({ $replaceRoot: { newRoot: '$doc' } }),
        rows: [{ x: 1 }],
        refused: true,
      },
      { name: '$replaceWith', request: aggregate({ $replaceWith: '$doc' }), rows: [{ x: 1 }], refused: true },
    ],
  },
  {
    ...at('aggregation/sample'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$sample',
        request: aggregate({ $sample: { size: 5 } }, { $sort: { _id: 1 } }),
        ids: [1, 2],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/bucket'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$bucket',
        request: aggregate({ $bucket: { groupBy: '$a', boundaries: [0, 10] } }),
        rows: [{ _id: 0, count: 2 }],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/group'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$group by a document',
        request: aggregate({ $group: { _id: { a: '$a' } } }, { $sort: { _id: 1 } }),
        ids: [{ a: 1 }, { a: 5 }],
        refused: true,
      },
      {
        name: '$group by an expression',
        request: aggregate({ $group: { _id: { $add: ['$a', 1] } } }, { $sort: { _id: 1 } }),
        ids: [2, 6],
        refused: true,
      },
      {
        name: '$group by $$ROOT',
        request: aggregate({ $group: { _id: '$$ROOT._id' } }, { $sort: { _id: 1 } }),
        ids: [1, 2],
        refused: true,
      },
      {
        name: '$group with $avg',
        request: aggregate({ $group: { _id: 0, r: { $avg: '$a' } } }, { $match: { r: 3 } }),
        ids: [0],
        refused: true,
      },
      {
        name: '$group with $push',
        request: aggregate({ $match: { _id: 1 } }, { $group: { _id: 0, r: { $push: '$a' } } }),
        rows: [{ _id: 0, r: [1] }],
        refused: true,
      },
      {
        name: '$group with $first',
        request: aggregate({ $sort: { _id: 1 } }, { $group: { _id: 0, r: { $first: '$a' } } }),
        rows: [{ _id: 0, r: 1 }],
        refused: true,
      },
      {
        name: '$sum of an expression',
        request: aggregate({ $group: { _id: 0, r: { $sum: { $multiply: ['$a', '$b'] } } } }),
        rows: [{ _id: 0, r: 17 }],
        refused: true,
      },
      {
        name: '$sum of a decimal',
        documents: [{ _id: 1, a: Decimal128.fromString('1.5') }],
        request: aggregate({ $group: { _id: 0, r: { $sum: '$a' } } }),
        rows: [{ _id: 0, r: Decimal128.fromString('1.5') }],
        refused: true,
      },
    ],
  },
  {
    ...at('aggregation/project', 'Include Computed Fields'),
    documents: DOCUMENTS,
    cases: [
      {
        name: '$project with an expression',
        request: aggregate({ $match: { _id: 1 } }, { $project: { s: { $add: ['$a', '$b'] } } }),
        rows: [{ _id: 1, s: 3 }],
        refused: true,
      },
      {
        name: '$project that renames a field',
        request: aggregate({ $match: { _id: 1 } }, { $project: { x: '$a' } }),
        rows: [{ _id: 1, x: 1 }],
        refused: true,
      },
      {
        name: '$project with a literal',
        request: aggregate({ $match: { _id: 1 } }, { $project: { x: 'text' } }),
        rows: [{ _id: 1, x: 'text' }],
        refused: true,
      },
    ],
  },
  {
    page: 'reference/method/db.collection.find',
    section: 'Use Aggregation Expression',
    documents: DOCUMENTS,
    cases: [
      {
        name: 'a projection with an expression',
        request: project({ s: { $add: ['$a', '$b'] } }, { _id: 1 }),
        rows: [{ _id: 1, s: 3 }],
        refused: true,
      },
      {
        name: 'a projection with the value of a field',
        request: project({ x: '$a' }, { _id: 1 }),
        rows: [{ _id: 1, x: 1 }],
        refused: true,
      },
    ],
  },
  {
    page: 'tutorial/update-documents-with-aggregation-pipeline',
    section: 'Examples',
    documents: [{ _id: 1, a: 1 }],
    cases: [
      {
        name: 'an update with $set of a pipeline',
        request: update({ _id: 1 }, [{ $set: { b: '$a' } }]),
        after: [{ _id: 1, a: 1, b: 1 }],
        refused: true,
      },
      {
        name: 'findAndModify with a pipeline',
        request: findAndModify({ query: { _id: 1 }, update: [{ $unset: 'a' }] }),
        after: [{ _id: 1 }],
        refused: true,
      },
      {
        name: 'an upsert with a pipeline',
        request: update({ _id: 2 }, [{ $set: { b: 1 } }], { upsert: true }),
        after: [
          { _id: 1, a: 1 },
          { _id: 2, b: 1 },
        ],
        refused: true,
      },
      {
        name: 'a stage that no update may have is an error',
        request: update({ _id: 1 }, [{ $match: {} }]),
        error: 72,
        message: '$match is not allowed to be used within an update',
      },
      {
        name: 'an unknown stage in an update is an error',
        request: update({ _id: 1 }, [{ $nope: 1 }]),
        error: 40324,
      },
    ],
  },
  {
    page: 'reference/command/explain',
    section: 'Syntax',
    documents: DOCUMENTS,
    cases: [
      {
        name: 'the option explain of aggregate',
        request: { aggregate: COLLECTION, pipeline: [], explain: true },
        reply: { ok: 1 },
        refused: true,
      },
    ],
  },
  {
    page: 'reference/bson-types',
    section: 'Date',
    documents: DOCUMENTS,
    cases: [
      {
        name: 'an insert of a date that JavaScript does not have',
        request: insert({ _id: 9, at: new FarDate() }),
        reply: { n: 1 },
        refused: true,
      },
      {
        name: 'an insert of such a date deep inside',
        request: insert({ _id: 9, list: [{ at: new FarDate() }] }),
        reply: { n: 1 },
        refused: true,
      },
      {
        name: 'an update to such a date',
        request: update({ _id: 1 }, { $set: { at: new FarDate() } }),
        reply: { n: 1 },
        refused: true,
      },
      {
        name: 'a filter with such a date',
        request: find({ at: { $lt: new FarDate() } }),
        ids: [],
        refused: true,
      },
    ],
  },
];
