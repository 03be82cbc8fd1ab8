import type { Document } from 'mongodb';
import type { Case, Page } from './case.js';
import { COLLECTION, count, createIndex, distinct, find, insert, project, sortBy } from './requests.js';

const refuses = (name: string, request: Document, error: number, message = ''): Case => ({
  name,
  request,
  error,
  message,
});

const shows = (name: string, projection: Document, rows: Document[], filter: Document = {}): Case => ({
  name,
  request: project(projection, filter),
  rows,
});

const WITH_ARRAY = [
  { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }, { f: 3, g: 4 }, 5], h: [10, 20, 30] },
];

const projections: Page[] = [
  {
    page: 'reference/method/db.collection.find',
    section: 'Projection',
    documents: WITH_ARRAY,
    cases: [
      shows('an inclusion keeps _id', { a: 1 }, [{ _id: 1, a: 1 }]),
      shows('an inclusion may leave out _id', { _id: 0, a: 1 }, [{ a: 1 }]),
      shows('_id alone is an inclusion', { _id: 1 }, [{ _id: 1 }]),
      shows('an inclusion looks into the items of an array', { 'e.f': 1 }, [
        { _id: 1, e: [{ f: 1 }, { f: 3 }] },
      ]),
      shows('an exclusion looks into the items of an array', { 'e.f': 0, b: 0, h: 0 }, [
        { _id: 1, a: 1, e: [{ g: 2 }, { g: 4 }, 5] },
      ]),
      shows('an exclusion may keep _id', { _id: 1, b: 0, e: 0, h: 0 }, [{ _id: 1, a: 1 }]),
      shows('a document stands for its paths', { b: { c: 1 } }, [{ _id: 1, b: { c: 2 } }]),
      shows('a missing path shows nothing', { 'a.x': 1 }, [{ _id: 1 }]),
      refuses('an exclusion in an inclusion is refused', project({ a: 1, b: 0 }), 31254),
      refuses('an inclusion in an exclusion is refused', project({ a: 0, b: 1 }), 31253),
      refuses(
        'a path behind a field is refused',
        project({ b: 1, 'b.c': 1 }),
        31249,
        'Path collision at b.c',
      ),
      refuses('a field behind a path is refused', project({ 'b.c': 1, b: 1 }), 31250, 'Path collision at b'),
      refuses('an empty path is refused', project({ '': 1 }), 40352),
      refuses('a path that ends with a dot is refused', project({ 'a.': 1 }), 40353),
      refuses('an empty part of a path is refused', project({ 'a..b': 1 }), 15998),
      refuses('a name with a dollar is refused', project({ $a: 1 }), 16410),
      refuses('an empty document is refused', project({ a: {} }), 51270),
    ],
  },
  {
    page: 'reference/operator/projection/slice',
    section: 'Behavior',
    documents: WITH_ARRAY,
    cases: [
      shows('$slice alone keeps the other fields', { h: { $slice: 1 }, b: 0, e: 0 }, [
        { _id: 1, a: 1, h: [10] },
      ]),
      shows('$slice in an inclusion shows its field', { a: 1, h: { $slice: -2 } }, [
        { _id: 1, a: 1, h: [20, 30] },
      ]),
      shows('$slice skips and limits', { _id: 0, a: 1, h: { $slice: [1, 1] } }, [{ a: 1, h: [20] }]),
      shows('$slice skips from the end', { _id: 0, a: 1, h: { $slice: [-2, 1] } }, [{ a: 1, h: [20] }]),
      shows('$slice of a scalar shows it', { a: { $slice: 1 }, b: 0, e: 0, h: 0 }, [{ _id: 1, a: 1 }]),
      refuses('a string is refused', project({ h: { $slice: 'x' } }), 28667),
      refuses('one number in an array is refused', project({ h: { $slice: [1] } }), 28667),
      refuses('a limit of zero is refused', project({ h: { $slice: [1, 0] } }), 28724),
    ],
  },
  {
    page: 'reference/operator/projection/elemMatch',
    section: 'Behavior',
    documents: WITH_ARRAY,
    cases: [
      shows('$elemMatch shows the first item that matches', { e: { $elemMatch: { f: { $gt: 0 } } } }, [
        { _id: 1, e: [{ f: 1, g: 2 }] },
      ]),
      shows('$elemMatch comes behind the other fields', { h: 1, e: { $elemMatch: { f: 3 } } }, [
        { _id: 1, h: [10, 20, 30], e: [{ f: 3, g: 4 }] },
      ]),
      shows('$elemMatch without a match shows nothing', { e: { $elemMatch: { f: 9 } } }, [{ _id: 1 }]),
      refuses('$elemMatch needs a document', project({ e: { $elemMatch: 1 } }), 31274),
      refuses('$elemMatch of a path is refused', project({ 'b.c': { $elemMatch: { x: 1 } } }), 31275),
    ],
  },
  {
    page: 'reference/operator/projection/positional',
    section: 'Behavior',
    documents: WITH_ARRAY,
    cases: [
      shows('$ shows the item that matched', { 'h.$': 1 }, [{ _id: 1, h: [20] }], { h: { $gte: 15 } }),
      shows('$ shows the field of the item that matched', { 'e.f.$': 1 }, [{ _id: 1, e: [{ f: 3 }] }], {
        'e.f': 3,
      }),
      shows('$ shows a scalar that matched', { 'a.$': 1 }, [{ _id: 1, a: 1 }], { a: 1 }),
      refuses(
        'two positional projections are refused',
        project({ 'h.$': 1, 'e.$': 1 }, { h: 10, 'e.f': 1 }),
        31276,
      ),
      refuses('a field that the query does not name is refused', project({ 'h.$': 1 }, { a: 1 }), 31277),
      refuses('$ in the middle of a path is refused', project({ 'e.$.f': 1 }, { 'e.f': 1 }), 31394),
      refuses('$ does not exclude', project({ 'h.$': 0 }, { h: 10 }), 31395),
      refuses('$ takes no document', project({ 'h.$': { $slice: 1 } }, { h: 10 }), 31271),
      refuses(
        '$ and $elemMatch are refused',
        project({ 'h.$': 1, e: { $elemMatch: { f: 1 } } }, { h: 10 }),
        31255,
      ),
      refuses(
        '$elemMatch and $ are refused',
        project({ e: { $elemMatch: { f: 1 } }, 'h.$': 1 }, { h: 10 }),
        31256,
      ),
    ],
  },
];

const sorts: Page = {
  page: 'reference/method/cursor.sort',
  section: 'Behaviors',
  documents: [
    { _id: 1, a: [[1, 2], 9] },
    { _id: 2, a: [3, 1] },
    { _id: 3, a: [] },
    { _id: 4 },
    { _id: 5, a: 'x' },
    { _id: 6, a: { b: 1 } },
    { _id: 7, a: [[0]] },
  ],
  cases: [
    {
      name: 'an array sorts by its lowest item',
      request: sortBy({ a: 1, _id: 1 }),
      ids: [3, 4, 2, 1, 5, 6, 7],
    },
    {
      name: 'an array sorts by its highest item backwards',
      request: sortBy({ a: -1, _id: 1 }),
      ids: [1, 7, 6, 5, 2, 4, 3],
    },
    {
      name: 'an index gives the same order',
      before: [createIndex({ a: 1, _id: 1 })],
      request: find({}, { sort: { a: 1, _id: 1 }, hint: 'a_1__id_1' }),
      ids: [3, 4, 2, 1, 5, 6, 7],
    },
    {
      name: 'an index gives the same order backwards',
      before: [createIndex({ a: 1 })],
      request: find({}, { sort: { a: -1, _id: 1 }, hint: 'a_1' }),
      ids: [1, 7, 6, 5, 2, 4, 3],
    },
    {
      name: 'a position in a path names one item',
      documents: [
        { _id: 1, a: [5, 0] },
        { _id: 2, a: [4, 9] },
        { _id: 3, a: [6] },
      ],
      request: sortBy({ 'a.0': 1 }),
      ids: [2, 1, 3],
    },
    {
      name: 'fields of one array are compared item by item',
      documents: [
        {
          _id: 1,
          a: [
            { b: 1, c: 9 },
            { b: 2, c: 1 },
          ],
        },
        { _id: 2, a: [{ b: 1, c: 5 }] },
      ],
      request: sortBy({ 'a.b': 1, 'a.c': 1 }),
      ids: [2, 1],
    },
    {
      name: 'two arrays of one document are refused',
      documents: [{ _id: 1, a: [1], b: [1] }],
      request: sortBy({ a: 1, b: 1 }),
      error: 2,
      message: 'cannot sort with keys that are parallel arrays',
    },
    refuses('a direction of 0 is refused', sortBy({ a: 0 }), 15975),
    refuses('a string is no direction', sortBy({ a: 'asc' }), 15974),
    refuses('an unknown expression is refused', sortBy({ a: { $foo: 1 } }), 17312),
    refuses('a name with a dollar is refused', sortBy({ $a: 1 }), 16410),
    refuses('an empty path is refused', sortBy({ '': 1 }), 40352),
    refuses('$natural with other fields is refused', sortBy({ $natural: 1, a: 1 }), 2),
    refuses('a sort is a document', { find: COLLECTION, sort: 'a' }, 14),
  ],
};

const reading: Page = {
  page: 'reference/command/find',
  section: 'Command Fields',
  documents: [
    { _id: 1, a: 1 },
    { _id: 2, a: 2 },
    { _id: 3, a: [2, 3] },
  ],
  cases: [
    { name: 'limit: 0 is no limit', request: find({}, { limit: 0, sort: { _id: 1 } }), ids: [1, 2, 3] },
    { name: 'skip comes before limit', request: find({}, { skip: 1, limit: 1, sort: { _id: 1 } }), ids: [2] },
    { name: 'batchSize: 0 answers with no document', request: find({}, { batchSize: 0 }), rows: [] },
    refuses('a negative limit is refused', find({}, { limit: -1 }), 51024),
    refuses('a negative skip is refused', find({}, { skip: -1 }), 51024),
    refuses('a negative batchSize is refused', find({}, { batchSize: -1 }), 51024),
    refuses(
      'a hint has to be an index',
      find({}, { hint: { b: 1 } }),
      2,
      'hint provided does not correspond to an existing index',
    ),
    refuses('a number is no hint', find({}, { hint: 1 }), 9),
    refuses('an unknown field is refused', find({}, { foo: 1 }), 40415),
    refuses('a distinct needs a key', { distinct: COLLECTION }, 40414),
    refuses('a negative time limit is refused', find({}, { maxTimeMS: -1 }), 2),
    refuses('a string is no time limit', find({}, { maxTimeMS: '1' }), 2),
    refuses('awaitData needs tailable', find({}, { awaitData: true }), 9),
    refuses('an unknown read concern is refused', find({}, { readConcern: { level: 'foo' } }), 2),
    refuses(
      'linearizable reads need a replica set',
      find({}, { readConcern: { level: 'linearizable' } }),
      123,
    ),
    { name: 'a filter with a wrong type is refused', request: { find: COLLECTION, filter: 1 }, error: 14 },
    { name: 'count skips and limits', request: count({}, { skip: 1, limit: 1 }), reply: { n: 1 } },
    {
      name: 'count takes a negative limit for its value',
      request: count({}, { limit: -2 }),
      reply: { n: 2 },
    },
    refuses('count refuses a negative skip', count({}, { skip: -1 }), 51024),
    { name: 'distinct looks at the items of arrays', request: distinct('a'), reply: { values: [1, 2, 3] } },
    {
      name: 'distinct takes no items of arrays in arrays',
      documents: [{ _id: 1, a: [[1, 2]] }],
      request: distinct('a'),
      reply: { values: [[1, 2]] },
    },
  ],
};

const stable: Page = {
  page: 'reference/stable-api',
  section: 'Stable API Parameters',
  cases: [
    refuses('another version is refused', { find: COLLECTION, apiVersion: '2' }, 322),
    refuses('a number is no version', { find: COLLECTION, apiVersion: 1 }, 14),
    refuses('apiStrict needs a version', { find: COLLECTION, apiStrict: true }, 4886600),
    refuses('apiStrict has to be a flag', { find: COLLECTION, apiVersion: '1', apiStrict: 'true' }, 14),
    refuses(
      'apiStrict refuses other commands',
      { distinct: COLLECTION, key: 'a', apiVersion: '1', apiStrict: true },
      323,
    ),
    refuses(
      'apiStrict refuses unstable fields',
      { find: COLLECTION, showRecordId: true, apiVersion: '1', apiStrict: true },
      323,
    ),
    {
      name: 'a command of the Stable API is answered',
      request: { count: COLLECTION, apiVersion: '1', apiStrict: true },
      reply: { n: 0 },
    },
    refuses('w above 1 needs a replica set', { ...insert({ _id: 1 }), writeConcern: { w: 2 } }, 2),
    refuses('a tag of w needs a replica set', { ...insert({ _id: 1 }), writeConcern: { w: 'eu' } }, 2),
    refuses('j and fsync are refused', { ...insert({ _id: 1 }), writeConcern: { j: true, fsync: true } }, 9),
  ],
};

const create = (options: Document): Document => ({ create: COLLECTION, ...options });

const creating: Page = {
  page: 'reference/command/create',
  section: 'Command Fields',
  cases: [
    { name: 'the same options twice are no error', before: [create({})], request: create({}), reply: {} },
    {
      name: 'other options are an error',
      before: [create({ validationLevel: 'off' })],
      request: create({}),
      error: 48,
      message: 'already exists, but with different options',
    },
    {
      name: 'the options are listed',
      before: [create({ validationAction: 'warn' })],
      request: create({ validationAction: 'warn' }),
      reply: {},
    },
    refuses('capped needs a size', create({ capped: true }), 72),
    refuses('a size needs capped', create({ size: 1000 }), 72),
    refuses('a pipeline needs viewOn', create({ pipeline: [] }), 72),
    refuses('expireAfterSeconds is for time series', create({ expireAfterSeconds: 1 }), 72),
    refuses('an unknown level of validation is refused', create({ validationLevel: 'x' }), 2),
    refuses('an unknown field is refused', create({ foo: 1 }), 40415),
    { name: 'a view is refused', request: create({ viewOn: 'c', pipeline: [] }), refused: true, reply: {} },
    { name: 'a validator is refused', request: create({ validator: { a: 1 } }), refused: true, reply: {} },
    {
      name: 'a capped collection is refused',
      request: create({ capped: true, size: 4096 }),
      refused: true,
      reply: {},
    },
    {
      name: 'a time series is refused',
      request: create({ timeseries: { timeField: 't' } }),
      refused: true,
      reply: {},
    },
  ],
};

const index = (key: Document, options: Document = {}): Document => createIndex(key, options);

const indexing: Page = {
  page: 'reference/command/createIndexes',
  section: 'Command Fields',
  documents: [{ _id: 1, a: 1 }],
  cases: [
    {
      name: 'the same index twice is made once',
      before: [index({ a: 1 })],
      request: index({ a: 1 }),
      reply: { numIndexesBefore: 2, numIndexesAfter: 2, note: 'all indexes already exist' },
    },
    {
      name: 'unique and sparse make another index',
      before: [index({ a: 1 }), index({ a: 1 }, { name: 's', sparse: true })],
      request: index({ a: 1 }, { name: 'u', unique: true }),
      reply: { numIndexesBefore: 3, numIndexesAfter: 4 },
    },
    {
      name: 'the same index with another name is refused',
      before: [index({ a: 1 })],
      request: index({ a: 1 }, { name: 'b' }),
      error: 85,
      message: 'Index already exists with a different name: a_1',
    },
    {
      name: 'the same index with another expiry is refused',
      before: [index({ a: 1 })],
      request: index({ a: 1 }, { expireAfterSeconds: 9 }),
      error: 85,
    },
    {
      name: 'the same name with other keys is refused',
      before: [index({ a: 1 }, { name: 'x' })],
      request: index({ b: 1 }, { name: 'x' }),
      error: 86,
    },
    {
      name: 'the same name with another uniqueness is refused',
      before: [index({ a: 1 })],
      request: index({ a: 1 }, { unique: true }),
      error: 86,
    },
    {
      name: 'equal partial filters are one index',
      before: [index({ a: 1 }, { partialFilterExpression: { a: { $gt: 0, $lt: 9 }, b: 1 } })],
      request: index(
        { a: 1 },
        { partialFilterExpression: { $and: [{ b: 1 }, { a: { $lt: 9 } }, { a: { $gt: 0 } }] } },
      ),
      reply: { numIndexesAfter: 2 },
    },
    { name: 'the index on _id is there', request: index({ _id: 1 }), reply: { numIndexesAfter: 1 } },
    refuses('_id has no descending index', index({ _id: -1 }), 2, 'must be {_id: 1}'),
    refuses('the index on _id has no options', index({ _id: 1 }, { unique: true }), 197),
    refuses('a direction of 0 is refused', index({ a: 0 }), 67),
    refuses('a flag is no direction', index({ a: true }), 67),
    refuses('an unknown kind of index is refused', index({ a: 'foo' }), 67, "Unknown index plugin 'foo'"),
    {
      name: 'a text index is refused',
      request: index({ a: 'text' }),
      refused: true,
      reply: { numIndexesAfter: 2 },
    },
    refuses('no keys are refused', { createIndexes: COLLECTION, indexes: [{ key: {}, name: 'x' }] }, 67),
    refuses(
      'no name is refused',
      { createIndexes: COLLECTION, indexes: [{ key: { a: 1 } }] },
      9,
      "'name' field is a required",
    ),
    refuses(
      'no key is refused',
      { createIndexes: COLLECTION, indexes: [{ name: 'a' }] },
      9,
      "'key' field is a required",
    ),
    refuses('an empty name is refused', index({ a: 1 }, { name: '' }), 67),
    refuses('the name * is refused', index({ a: 1 }, { name: '*' }), 2),
    refuses('an unknown option is refused', index({ a: 1 }, { foo: 1 }), 197),
    {
      name: 'unknown options can be ignored',
      request: { ...index({ a: 1 }, { foo: 1 }), ignoreUnknownIndexOptions: true },
      reply: { numIndexesAfter: 2 },
    },
    refuses(
      'sparse and partial are refused',
      index({ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }),
      67,
    ),
    refuses(
      '$ne is no condition of a partial index',
      index({ a: 1 }, { partialFilterExpression: { a: { $ne: 1 } } }),
      67,
    ),
    refuses('a negative expiry is refused', index({ a: 1 }, { expireAfterSeconds: -1 }), 67),
    refuses('a compound index has no expiry', index({ a: 1, b: 1 }, { expireAfterSeconds: 1 }), 67),
    refuses('a string is no flag', index({ a: 1 }, { unique: 'yes' }), 14),
    refuses('a quorum needs a replica set', { ...index({ a: 1 }), commitQuorum: 1 }, 2),
    refuses('no index is refused', { createIndexes: COLLECTION, indexes: [] }, 2),
    refuses(
      'more than 32 fields are refused',
      index(Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`f${i}`, 1])), { name: 'x' }),
      13103,
    ),
    {
      name: 'parallel arrays are refused',
      before: [index({ a: 1, b: 1 })],
      request: insert({ _id: 2, a: [1], b: [1] }),
      error: 171,
      message: 'cannot index parallel arrays [a] [b]',
    },
    {
      name: 'a duplicate key is named',
      before: [index({ a: 1 }, { unique: true })],
      request: insert({ _id: 2, a: 1 }),
      error: 11000,
      message: 'index: a_1 dup key: { a: 1 }',
    },
    refuses('the index on _id cannot be dropped', { dropIndexes: COLLECTION, index: '_id_' }, 72),
    refuses(
      'an index that does not exist cannot be dropped',
      { dropIndexes: COLLECTION, index: 'x_1' },
      27,
      'index not found with name [x_1]',
    ),
    refuses(
      'keys without an index cannot be dropped',
      { dropIndexes: COLLECTION, index: { x: 1 } },
      27,
      "can't find index with key",
    ),
    {
      name: 'keys of two indexes do not name one',
      before: [index({ a: 1 }), index({ a: 1 }, { name: 's', sparse: true })],
      request: { dropIndexes: COLLECTION, index: { a: 1 } },
      error: 181,
    },
    refuses(
      'the index on _id cannot be hidden',
      { collMod: COLLECTION, index: { name: '_id_', hidden: true } },
      2,
    ),
    {
      name: 'a hidden index is no hint',
      before: [index({ a: 1 }, { hidden: true })],
      request: find({}, { hint: 'a_1' }),
      error: 2,
    },
    {
      name: 'background is listed',
      before: [index({ a: 1 }, { background: true })],
      request: { listIndexes: COLLECTION },
      rows: [
        { v: 2, key: { _id: 1 }, name: '_id_' },
        { v: 2, key: { a: 1 }, name: 'a_1', background: true },
      ],
    },
  ],
};

const names: Page = {
  page: 'reference/method/db.collection.insert',
  section: '_id Field',
  cases: [
    refuses('_id may not be an array', insert({ _id: [1] }), 53),
    refuses('_id may not be a regular expression', insert({ _id: /a/ }), 53),
    { name: '_id becomes the first field', request: insert({ a: 1, _id: 1 }), after: [{ _id: 1, a: 1 }] },
    {
      name: 'a second document with one _id is refused',
      documents: [{ _id: 1 }],
      request: insert({ _id: 1 }),
      error: 11000,
    },
  ],
};

export const commands: Page[] = [...projections, sorts, reading, stable, creating, indexing, names];
