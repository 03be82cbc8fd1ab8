import { Double, Long } from 'bson';
import type { Page } from './case.js';
import { createIndex, distinct, find, insert, sortBy, update } from './requests.js';

const USERS = [
  { _id: 1, userid: 123, score: 50, tags: ['x', 'y'] },
  { _id: 2, userid: 456, score: 90, tags: ['y'] },
  { _id: 3, userid: 789 },
];

export const indexes: Page[] = [
  {
    page: 'core/index-unique',
    section: 'Behavior',
    documents: USERS,
    cases: [
      {
        name: 'a unique index refuses a value twice',
        before: [createIndex({ userid: 1 }, { unique: true })],
        request: insert({ _id: 9, userid: 123 }),
        error: 11000,
        message: 'dup key: { userid: 123 }',
      },
      {
        name: 'a unique index compares numbers of two types',
        before: [createIndex({ userid: 1 }, { unique: true })],
        request: insert({ _id: 9, userid: new Double(123) }),
        error: 11000,
      },
      {
        name: 'a unique index refuses an update too',
        before: [createIndex({ userid: 1 }, { unique: true })],
        request: update({ _id: 1 }, { $set: { userid: 456 } }),
        error: 11000,
      },
      {
        name: 'a unique compound index needs all values equal',
        before: [createIndex({ userid: 1, score: 1 }, { unique: true })],
        request: insert({ _id: 9, userid: 123, score: 51 }),
        reply: { n: 1 },
      },
      {
        name: 'a unique compound index refuses equal values',
        before: [createIndex({ userid: 1, score: 1 }, { unique: true })],
        request: insert({ _id: 9, score: 50, userid: 123 }),
        error: 11000,
      },
      {
        name: 'a unique index refuses a second missing value',
        before: [createIndex({ score: 1 }, { unique: true })],
        request: insert({ _id: 9 }),
        error: 11000,
        message: 'dup key: { score: null }',
      },
      {
        name: 'null and a missing field are the same value',
        before: [createIndex({ score: 1 }, { unique: true })],
        request: insert({ _id: 9, score: null }),
        error: 11000,
      },
      {
        name: 'a unique index on an array compares items',
        documents: [{ _id: 1, tags: ['x', 'y'] }],
        before: [createIndex({ tags: 1 }, { unique: true })],
        request: insert({ _id: 9, tags: ['z', 'y'] }),
        error: 11000,
      },
      {
        name: 'one document may hold an item twice',
        before: [createIndex({ list: 1 }, { unique: true, sparse: true })],
        request: insert({ _id: 9, list: ['a', 'a'] }),
        reply: { n: 1 },
      },
      {
        name: 'a unique index is refused when values are there twice',
        documents: [
          { _id: 1, a: 1 },
          { _id: 2, a: 1 },
        ],
        request: createIndex({ a: 1 }, { unique: true }),
        error: 11000,
      },
    ],
  },
  {
    page: 'core/index-sparse',
    section: 'Behavior',
    documents: USERS,
    cases: [
      {
        name: 'a sparse index changes no answer of a sort',
        before: [createIndex({ score: 1 }, { sparse: true })],
        request: sortBy({ score: -1 }),
        ids: [2, 1, 3],
      },
      {
        name: 'a hint to a sparse index leaves out documents',
        before: [createIndex({ score: 1 }, { sparse: true })],
        request: sortBy({ score: -1 }, { hint: 'score_1' }),
        ids: [2, 1],
      },
      {
        name: 'a sparse index finds what is below a value',
        before: [createIndex({ score: 1 }, { sparse: true })],
        request: find({ score: { $lt: 90 } }),
        ids: [1],
      },
      {
        name: 'a sparse unique index allows missing values',
        before: [createIndex({ score: 1 }, { sparse: true, unique: true })],
        request: insert({ _id: 9 }),
        reply: { n: 1 },
      },
      {
        name: 'a sparse unique index refuses a value twice',
        before: [createIndex({ score: 1 }, { sparse: true, unique: true })],
        request: insert({ _id: 9, score: 50 }),
        error: 11000,
      },
    ],
  },
  {
    page: 'core/index-partial',
    section: 'Behavior',
    documents: USERS,
    cases: [
      {
        name: 'a partial index changes no answer',
        before: [createIndex({ userid: 1 }, { partialFilterExpression: { score: { $gt: 60 } } })],
        request: find({ userid: { $gte: 123 } }, { sort: { _id: 1 } }),
        ids: [1, 2, 3],
      },
      {
        name: 'a partial index answers what its filter covers',
        before: [createIndex({ userid: 1 }, { partialFilterExpression: { score: { $gt: 60 } } })],
        request: find({ userid: { $gt: 0 }, score: { $gt: 70 } }),
        ids: [2],
      },
      {
        name: 'a unique partial index counts only its documents',
        before: [
          createIndex({ userid: 1 }, { unique: true, partialFilterExpression: { score: { $gte: 60 } } }),
        ],
        request: insert({ _id: 9, userid: 456, score: 10 }),
        reply: { n: 1 },
      },
      {
        name: 'a unique partial index refuses a value twice',
        before: [
          createIndex({ userid: 1 }, { unique: true, partialFilterExpression: { score: { $gte: 60 } } }),
        ],
        request: insert({ _id: 9, userid: 456, score: 60 }),
        error: 11000,
      },
      {
        name: 'partial and sparse together are an error',
        request: createIndex({ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }),
        error: 67,
      },
    ],
  },
  {
    page: 'core/indexes/index-types/index-multikey',
    section: 'Limitations',
    documents: USERS,
    cases: [
      {
        name: 'a multikey index finds an item',
        before: [createIndex({ tags: 1 })],
        request: find({ tags: 'y' }, { sort: { _id: 1 } }),
        ids: [1, 2],
      },
      {
        name: 'a multikey index gives each document once',
        before: [createIndex({ tags: 1 })],
        request: find({ tags: { $gte: 'x' } }, { hint: 'tags_1', sort: { _id: 1 } }),
        ids: [1, 2],
      },
      {
        name: 'a multikey index finds the whole array',
        before: [createIndex({ tags: 1 })],
        request: find({ tags: ['x', 'y'] }),
        ids: [1],
      },
      {
        name: 'two arrays in one compound index are an error',
        before: [createIndex({ a: 1, b: 1 })],
        request: insert({ _id: 9, a: [1], b: [2] }),
        error: 171,
      },
      {
        name: 'one array in a compound index is allowed',
        before: [createIndex({ a: 1, b: 1 })],
        request: insert({ _id: 9, a: [1], b: 2 }),
        reply: { n: 1 },
      },
      {
        name: 'a range on items is not narrowed to one item',
        documents: [
          { _id: 1, n: [3, 9] },
          { _id: 2, n: [4] },
        ],
        before: [createIndex({ n: 1 })],
        request: find({ n: { $gt: 5, $lt: 8 } }),
        ids: [1],
      },
      {
        name: '$elemMatch in an index needs one item',
        documents: [
          { _id: 1, n: [3, 9] },
          { _id: 2, n: [6] },
        ],
        before: [createIndex({ n: 1 })],
        request: find({ n: { $elemMatch: { $gt: 5, $lt: 8 } } }),
        ids: [2],
      },
    ],
  },
  {
    page: 'core/indexes/index-types/index-compound',
    section: 'Sort Order',
    documents: [
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 1, b: 1 },
      { _id: 3, a: 2, b: 5 },
      { _id: 4, b: 7 },
    ],
    cases: [
      {
        name: 'an index up and down gives its order',
        before: [createIndex({ a: 1, b: -1 })],
        request: sortBy({ a: 1, b: -1 }, { hint: 'a_1_b_-1' }),
        ids: [4, 1, 2, 3],
      },
      {
        name: 'it gives the opposite order',
        before: [createIndex({ a: 1, b: -1 })],
        request: sortBy({ a: -1, b: 1 }, { hint: 'a_1_b_-1' }),
        ids: [3, 2, 1, 4],
      },
      {
        name: 'another order is right all the same',
        before: [createIndex({ a: 1, b: -1 })],
        request: sortBy({ a: 1, b: 1 }, { hint: 'a_1_b_-1' }),
        ids: [4, 2, 1, 3],
      },
      {
        name: 'null finds missing fields in an index',
        before: [createIndex({ a: 1 })],
        request: find({ a: null }, { hint: 'a_1' }),
        ids: [4],
      },
    ],
  },
  {
    page: 'reference/command/createIndexes',
    section: 'Behavior',
    documents: USERS,
    cases: [
      {
        name: 'the answer tells the numbers of indexes',
        request: createIndex({ score: 1 }),
        reply: { numIndexesBefore: 1, numIndexesAfter: 2 },
      },
      {
        name: 'an index that is there stays',
        before: [createIndex({ score: 1 })],
        request: createIndex({ score: 1 }, { name: 'score_1' }),
        reply: { numIndexesBefore: 2, numIndexesAfter: 2, note: 'all indexes already exist' },
      },
      {
        name: 'an equal key under another name is an error',
        before: [createIndex({ score: 1 })],
        request: createIndex({ score: 1 }, { name: 'other' }),
        error: 85,
      },
      {
        name: 'a name for another key is an error',
        before: [createIndex({ score: 1 })],
        request: createIndex({ userid: 1 }, { name: 'score_1' }),
        error: 86,
      },
      { name: 'an index without a field is an error', request: createIndex({}, { name: 'x' }), error: 67 },
      { name: 'an index with the direction 0 is an error', request: createIndex({ a: 0 }), error: 67 },
      { name: 'an index with a name with $ is an error', request: createIndex({ $a: 1 }), error: 67 },
    ],
  },
  {
    page: 'reference/command/distinct',
    section: 'Behavior',
    documents: [
      { _id: 1, a: ['A', 'B'] },
      { _id: 2, a: ['A', ['C']] },
      { _id: 3, a: 5 },
      { _id: 4, a: Long.fromNumber(5) },
      { _id: 5 },
    ],
    cases: [
      {
        name: 'distinct takes the items of arrays',
        documents: [
          { _id: 1, a: ['A', 'B'] },
          { _id: 2, a: 'B' },
        ],
        request: distinct('a'),
        reply: { values: ['A', 'B'] },
      },
      {
        name: 'distinct keeps an array inside of an array',
        documents: [{ _id: 1, a: [1, [1], 1] }],
        request: distinct('a'),
        reply: { values: [1, [1]] },
      },
      {
        name: 'distinct with a filter',
        request: distinct('a', { _id: { $gte: 3 } }),
        reply: { values: [5] },
      },
      {
        name: 'distinct of a position',
        documents: [
          { _id: 1, a: ['x', 'y'] },
          { _id: 2, a: ['z'] },
        ],
        request: distinct('a.0'),
        reply: { values: ['x', 'z'] },
      },
      {
        name: 'distinct of a path through arrays',
        documents: [
          { _id: 1, a: [{ b: 1 }, { b: 2 }] },
          { _id: 2, a: { b: 1 } },
        ],
        request: distinct('a.b'),
        reply: { values: [1, 2] },
      },
    ],
  },
  {
    page: 'core/index-hidden',
    section: 'Behavior',
    documents: USERS,
    cases: [
      {
        name: 'a hint to a hidden index is an error',
        before: [createIndex({ score: 1 }, { hidden: true })],
        request: find({ score: 50 }, { hint: 'score_1' }),
        error: 2,
      },
      {
        name: 'a hidden index still refuses a value twice',
        before: [createIndex({ score: 1 }, { hidden: true, unique: true })],
        request: insert({ _id: 9, score: 50 }),
        error: 11000,
      },
      {
        name: 'a hidden index changes no answer',
        before: [createIndex({ score: 1 }, { hidden: true })],
        request: sortBy({ score: -1, _id: 1 }),
        ids: [2, 1, 3],
      },
    ],
  },
];
