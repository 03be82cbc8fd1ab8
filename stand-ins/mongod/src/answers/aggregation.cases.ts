import { Double, Long, MaxKey, ObjectId } from 'bson';
import type { Page } from './case.js';
import { aggregate, COLLECTION } from './requests.js';

const at = (page: string, section: string) => ({ page: `reference/operator/aggregation/${page}`, section });

const SALES = [
  { _id: 1, item: 'abc', price: 10, quantity: 2, date: new Date('2014-03-01T08:00:00Z') },
  { _id: 2, item: 'jkl', price: 20, quantity: 1, date: new Date('2014-03-01T09:00:00Z') },
  { _id: 3, item: 'xyz', price: 5, quantity: 10, date: new Date('2014-03-15T09:00:00Z') },
  { _id: 4, item: 'xyz', price: 5, quantity: 20, date: new Date('2014-04-04T11:21:39.736Z') },
  { _id: 5, item: 'abc', price: 10, quantity: 10, date: new Date('2014-04-04T21:23:13.331Z') },
];

const BOOK = {
  _id: 1,
  title: 'abc123',
  isbn: '0001122223334',
  author: { last: 'zzz', first: 'aaa' },
  copies: 5,
};
const BOOKMARKS = [
  { _id: 1, user: '1234', stop: { title: 'book1', author: 'xyz', page: 32 } },
  {
    _id: 2,
    user: '7890',
    stop: [
      { title: 'book2', author: 'abc', page: 5 },
      { title: 'book3', author: 'ijk', page: 100 },
    ],
  },
];

const valued = (...values: unknown[]) => values.map((a, i) => ({ _id: i + 1, a }));
const total = (operator: string) => aggregate({ $group: { _id: null, r: { [operator]: '$a' } } });
const groups = (_id: unknown) => aggregate({ $group: { _id, n: { $sum: 1 } } }, { $sort: { _id: 1 } });
const big = 2 ** 31 - 1;

export const aggregation: Page[] = [
  {
    ...at('match', 'Examples'),
    documents: SALES,
    cases: [
      {
        name: '$match takes a filter of find',
        request: aggregate({ $match: { item: 'abc' } }, { $sort: { _id: 1 } }),
        ids: [1, 5],
      },
      {
        name: '$match with $or',
        request: aggregate(
          { $match: { $or: [{ price: { $gt: 15 } }, { quantity: { $gte: 20 } }] } },
          { $sort: { _id: 1 } },
        ),
        ids: [2, 4],
      },
      {
        name: 'an empty $match lets everything through',
        request: aggregate({ $match: {} }, { $sort: { _id: 1 } }),
        ids: [1, 2, 3, 4, 5],
      },
      {
        name: '$match after $limit sees only what is left',
        request: aggregate({ $sort: { _id: 1 } }, { $limit: 3 }, { $match: { item: 'xyz' } }),
        ids: [3],
      },
      {
        name: '$match after $group sees the groups',
        request: aggregate(
          { $group: { _id: '$item', q: { $sum: '$quantity' } } },
          { $match: { q: { $gt: 20 } } },
        ),
        rows: [{ _id: 'xyz', q: 30 }],
      },
      { name: '$match needs an object', request: aggregate({ $match: 5 }), error: 15959 },
    ],
  },
  {
    ...at('sort', 'Behavior'),
    documents: SALES,
    cases: [
      {
        name: '$sort by two fields',
        request: aggregate({ $sort: { price: -1, _id: -1 } }),
        ids: [2, 5, 1, 4, 3],
      },
      { name: '$sort by a date', request: aggregate({ $sort: { date: -1 } }), ids: [5, 4, 3, 2, 1] },
      {
        name: '$sort of arrays takes the lowest item',
        documents: valued([9, 1], 5, [], null, [2]),
        request: aggregate({ $sort: { a: 1 } }),
        ids: [3, 4, 1, 5, 2],
      },
      {
        name: '$sort down takes the highest item',
        documents: valued([9, 1], 5, [], [2]),
        request: aggregate({ $sort: { a: -1 } }),
        ids: [1, 2, 4, 3],
      },
      {
        name: '$sort of a missing field puts it first',
        documents: [{ _id: 1, a: 1 }, { _id: 2 }],
        request: aggregate({ $sort: { a: 1 } }),
        ids: [2, 1],
      },
      {
        name: '$sort after $group orders the groups',
        request: aggregate({ $group: { _id: '$item' } }, { $sort: { _id: -1 } }),
        ids: ['xyz', 'jkl', 'abc'],
      },
      {
        name: '$sort by a field in documents of an array',
        documents: [
          { _id: 1, a: [{ b: 5 }, { b: 1 }] },
          { _id: 2, a: { b: 3 } },
        ],
        request: aggregate({ $sort: { 'a.b': 1 } }),
        ids: [1, 2],
      },
      {
        name: 'a direction of another size is an error',
        request: aggregate({ $sort: { a: 2 } }),
        error: 15975,
      },
      { name: 'a direction 0 is an error', request: aggregate({ $sort: { a: 0 } }), error: 15975 },
      {
        name: 'a direction that is text is an error',
        request: aggregate({ $sort: { a: 'asc' } }),
        error: 15974,
      },
      { name: '$sort without a field is an error', request: aggregate({ $sort: {} }), error: 15976 },
      { name: '$sort needs an object', request: aggregate({ $sort: 'a' }), error: 15973 },
      { name: '$sort by a name with $ is an error', request: aggregate({ $sort: { $a: 1 } }), error: 16410 },
      {
        name: '$sort by an empty part of a path is an error',
        request: aggregate({ $sort: { 'a..b': 1 } }),
        error: 15998,
      },
      {
        name: '$sort by a path that ends with a dot is an error',
        request: aggregate({ $sort: { 'a.': 1 } }),
        error: 40353,
      },
    ],
  },
  {
    ...at('limit', 'Behavior'),
    documents: SALES,
    cases: [
      {
        name: '$limit passes the first documents',
        request: aggregate({ $sort: { _id: 1 } }, { $limit: 2 }),
        ids: [1, 2],
      },
      {
        name: '$limit takes an int64',
        request: aggregate({ $sort: { _id: 1 } }, { $limit: Long.fromNumber(1) }),
        ids: [1],
      },
      {
        name: '$limit takes a whole double',
        request: aggregate({ $sort: { _id: 1 } }, { $limit: new Double(3) }),
        ids: [1, 2, 3],
      },
      {
        name: '$limit beyond the end passes everything',
        request: aggregate({ $sort: { _id: 1 } }, { $limit: Long.MAX_VALUE }),
        ids: [1, 2, 3, 4, 5],
      },
      {
        name: '$limit 0 is an error',
        request: aggregate({ $limit: 0 }),
        error: 15958,
        message: 'the limit must be positive',
      },
      { name: 'a negative $limit is an error', request: aggregate({ $limit: -1 }), error: 5107201 },
      { name: 'a $limit with a fraction is an error', request: aggregate({ $limit: 1.5 }), error: 5107201 },
      { name: 'a $limit that is text is an error', request: aggregate({ $limit: '1' }), error: 5107201 },
      { name: 'a $limit beyond an int64 is an error', request: aggregate({ $limit: 1e19 }), error: 5107201 },
    ],
  },
  {
    ...at('skip', 'Behavior'),
    documents: SALES,
    cases: [
      {
        name: '$skip drops the first documents',
        request: aggregate({ $sort: { _id: 1 } }, { $skip: 3 }),
        ids: [4, 5],
      },
      {
        name: '$skip 0 drops nothing',
        request: aggregate({ $sort: { _id: 1 } }, { $skip: 0 }),
        ids: [1, 2, 3, 4, 5],
      },
      { name: '$skip beyond the end leaves nothing', request: aggregate({ $skip: 99 }), ids: [] },
      {
        name: '$skip after $limit',
        request: aggregate({ $sort: { _id: 1 } }, { $limit: 4 }, { $skip: 3 }),
        ids: [4],
      },
      {
        name: '$limit after $skip',
        request: aggregate({ $sort: { _id: 1 } }, { $skip: 3 }, { $limit: 1 }),
        ids: [4],
      },
      {
        name: '$sort after $skip sorts what is left',
        request: aggregate({ $sort: { _id: 1 } }, { $skip: 2 }, { $sort: { quantity: -1, _id: 1 } }),
        ids: [4, 3, 5],
      },
      { name: 'a negative $skip is an error', request: aggregate({ $skip: -1 }), error: 5107200 },
      { name: 'a $skip with a fraction is an error', request: aggregate({ $skip: 0.5 }), error: 5107200 },
      { name: 'a $skip that is null is an error', request: aggregate({ $skip: null }), error: 5107200 },
    ],
  },
  {
    ...at('count', 'Behavior'),
    documents: SALES,
    cases: [
      {
        name: '$count names the number of documents',
        request: aggregate({ $match: { price: { $lt: 20 } } }, { $count: 'cheap' }),
        rows: [{ cheap: 4 }],
      },
      {
        name: '$count of no document gives no row',
        request: aggregate({ $match: { price: 99 } }, { $count: 'n' }),
        rows: [],
      },
      { name: '$count needs a string', request: aggregate({ $count: 1 }), error: 40156 },
      { name: '$count needs a name', request: aggregate({ $count: '' }), error: 40157 },
      { name: '$count takes no name with $', request: aggregate({ $count: '$n' }), error: 40158 },
      { name: '$count takes no name with a dot', request: aggregate({ $count: 'a.b' }), error: 40160 },
    ],
  },
  {
    ...at('project', 'Include Specific Fields in Output Documents'),
    documents: [BOOK],
    cases: [
      {
        name: '$project keeps _id and the named fields',
        request: aggregate({ $project: { title: 1, author: 1 } }),
        rows: [{ _id: 1, title: 'abc123', author: { last: 'zzz', first: 'aaa' } }],
      },
      {
        name: '$project can drop _id',
        request: aggregate({ $project: { _id: 0, title: 1, author: 1 } }),
        rows: [{ title: 'abc123', author: { last: 'zzz', first: 'aaa' } }],
      },
      {
        name: 'the order is that of the document',
        request: aggregate({ $project: { copies: true, title: true } }),
        rows: [{ _id: 1, title: 'abc123', copies: 5 }],
      },
      {
        name: 'any number but 0 keeps a field',
        request: aggregate({ $project: { copies: -3, title: 0.5 } }),
        rows: [{ _id: 1, title: 'abc123', copies: 5 }],
      },
      {
        name: 'a field that is missing is not added',
        request: aggregate({ $project: { gone: 1 } }),
        rows: [{ _id: 1 }],
      },
      { name: '_id alone is kept', request: aggregate({ $project: { _id: 1 } }), rows: [{ _id: 1 }] },
      {
        name: '_id: 0 alone drops only _id',
        request: aggregate({ $project: { _id: 0 } }),
        rows: [{ title: 'abc123', isbn: '0001122223334', author: { last: 'zzz', first: 'aaa' }, copies: 5 }],
      },
      {
        name: 'a field of a plain value is not there',
        request: aggregate({ $project: { 'title.x': 1 } }),
        rows: [{ _id: 1 }],
      },
    ],
  },
  {
    ...at('project', 'Exclude Fields from Output Documents'),
    documents: [BOOK],
    cases: [
      {
        name: '$project drops the named fields',
        request: aggregate({ $project: { isbn: 0, copies: false } }),
        rows: [{ _id: 1, title: 'abc123', author: { last: 'zzz', first: 'aaa' } }],
      },
      {
        name: '$project drops a field of an embedded document',
        request: aggregate({ $project: { 'author.first': 0, isbn: 0 } }),
        rows: [{ _id: 1, title: 'abc123', author: { last: 'zzz' }, copies: 5 }],
      },
      {
        name: 'the exclusion can be nested',
        request: aggregate({ $project: { author: { first: 0 }, isbn: 0 } }),
        rows: [{ _id: 1, title: 'abc123', author: { last: 'zzz' }, copies: 5 }],
      },
      {
        name: '_id: 1 is allowed in an exclusion',
        request: aggregate({ $project: { _id: 1, author: 0, isbn: 0, title: 0 } }),
        rows: [{ _id: 1, copies: 5 }],
      },
      {
        name: 'an exclusion after an inclusion is an error',
        request: aggregate({ $project: { title: 1, isbn: 0 } }),
        error: 31254,
        message: 'Cannot do exclusion on field isbn in inclusion projection',
      },
      {
        name: 'an inclusion after an exclusion is an error',
        request: aggregate({ $project: { title: 0, isbn: 1 } }),
        error: 31253,
        message: 'Cannot do inclusion on field isbn in exclusion projection',
      },
    ],
  },
  {
    ...at('project', 'Include Specific Fields from Embedded Documents'),
    documents: BOOKMARKS,
    cases: [
      {
        name: 'a path goes through arrays',
        request: aggregate({ $project: { 'stop.title': 1 } }),
        rows: [
          { _id: 1, stop: { title: 'book1' } },
          { _id: 2, stop: [{ title: 'book2' }, { title: 'book3' }] },
        ],
      },
      {
        name: 'a nested inclusion is the same',
        request: aggregate({ $project: { stop: { title: 1 } } }),
        rows: [
          { _id: 1, stop: { title: 'book1' } },
          { _id: 2, stop: [{ title: 'book2' }, { title: 'book3' }] },
        ],
      },
      {
        name: 'items that are no documents are left out',
        documents: valued([{ b: 1, c: 2 }, 5, { c: 3 }]),
        request: aggregate({ $project: { 'a.b': 1 } }),
        rows: [{ _id: 1, a: [{ b: 1 }, {}] }],
      },
      {
        name: 'an exclusion keeps items that are no documents',
        documents: valued([{ b: 1, c: 2 }, 5]),
        request: aggregate({ $project: { 'a.b': 0 } }),
        rows: [{ _id: 1, a: [{ c: 2 }, 5] }],
      },
      {
        name: 'a position in an array is a name of a field',
        documents: valued([{ b: 1 }], { 0: 'x', y: 1 }),
        request: aggregate({ $project: { 'a.0': 1 } }),
        rows: [
          { _id: 1, a: [{}] },
          { _id: 2, a: { 0: 'x' } },
        ],
      },
    ],
  },
  {
    ...at('project', 'Path Collision Errors in Embedded Fields'),
    documents: BOOKMARKS,
    cases: [
      {
        name: 'a field of a kept document is a collision',
        request: aggregate({ $project: { stop: 1, 'stop.title': 1 } }),
        error: 31249,
        message: 'Path collision at stop.title',
      },
    ],
  },
  {
    ...at('project', 'Considerations'),
    documents: [BOOK],
    cases: [
      { name: 'an empty $project is an error', request: aggregate({ $project: {} }), error: 51272 },
      { name: '$project needs an object', request: aggregate({ $project: 'title' }), error: 15969 },
      {
        name: 'an empty sub-projection is an error',
        request: aggregate({ $project: { author: {} } }),
        error: 51270,
      },
      { name: 'a name with $ is an error', request: aggregate({ $project: { $title: 1 } }), error: 16410 },
      {
        name: 'an empty part of a path is an error',
        request: aggregate({ $project: { 'a..b': 1 } }),
        error: 15998,
      },
      {
        name: 'the positional operator is an error',
        request: aggregate({ $project: { 'a.$': 1 } }),
        error: 31324,
      },
      {
        name: 'an unknown expression is an error',
        request: aggregate({ $project: { x: { $nope: 1 } } }),
        error: 31325,
        message: 'Unknown expression $nope',
      },
    ],
  },
  {
    ...at('unset', 'Examples'),
    documents: [
      {
        _id: 1,
        title: 'Antelope',
        isbn: '0001',
        author: { last: 'An', first: 'Auntie' },
        copies: [
          { warehouse: 'A', qty: 5 },
          { warehouse: 'B', qty: 15 },
        ],
      },
    ],
    cases: [
      {
        name: '$unset drops one field',
        request: aggregate({ $unset: 'copies' }),
        rows: [{ _id: 1, title: 'Antelope', isbn: '0001', author: { last: 'An', first: 'Auntie' } }],
      },
      {
        name: '$unset drops a list of fields',
        request: aggregate({ $unset: ['isbn', 'copies'] }),
        rows: [{ _id: 1, title: 'Antelope', author: { last: 'An', first: 'Auntie' } }],
      },
      {
        name: '$unset drops embedded fields, also in arrays',
        request: aggregate({ $unset: ['isbn', 'author.first', 'copies.warehouse'] }),
        rows: [{ _id: 1, title: 'Antelope', author: { last: 'An' }, copies: [{ qty: 5 }, { qty: 15 }] }],
      },
      {
        name: '$unset of a missing field changes nothing',
        request: aggregate({ $unset: ['gone', 'copies', 'author', 'isbn'] }),
        rows: [{ _id: 1, title: 'Antelope' }],
      },
      { name: '$unset needs a string or a list', request: aggregate({ $unset: 5 }), error: 31002 },
      { name: '$unset of an empty list is an error', request: aggregate({ $unset: [] }), error: 31119 },
      {
        name: '$unset of a list with a number is an error',
        request: aggregate({ $unset: ['a', 1] }),
        error: 31120,
      },
    ],
  },
  {
    ...at('group', 'Examples'),
    documents: SALES,
    cases: [
      {
        name: '$group finds distinct values',
        request: aggregate({ $group: { _id: '$item' } }, { $sort: { _id: 1 } }),
        rows: [{ _id: 'abc' }, { _id: 'jkl' }, { _id: 'xyz' }],
      },
      {
        name: 'null groups everything',
        request: aggregate({ $group: { _id: null, q: { $sum: '$quantity' }, n: { $sum: 1 } } }),
        rows: [{ _id: null, q: 43, n: 5 }],
      },
      {
        name: 'a constant groups everything',
        request: aggregate({ $group: { _id: 1, n: { $sum: 1 } } }),
        rows: [{ _id: 1, n: 5 }],
      },
      {
        name: 'a text without $ is a constant',
        request: aggregate({ $group: { _id: 'item', n: { $sum: 1 } } }),
        rows: [{ _id: 'item', n: 5 }],
      },
      {
        name: '$group of no document gives no row',
        request: aggregate({ $match: { _id: 99 } }, { $group: { _id: null, n: { $sum: 1 } } }),
        rows: [],
      },
      {
        name: 'several accumulators keep their order',
        request: aggregate(
          { $group: { _id: '$item', z: { $sum: '$quantity' }, a: { $min: '$date' }, m: { $max: '$price' } } },
          { $sort: { _id: 1 } },
          { $limit: 1 },
        ),
        rows: [{ _id: 'abc', z: 12, a: new Date('2014-03-01T08:00:00Z'), m: 10 }],
      },
      {
        name: '$group twice',
        request: aggregate(
          { $group: { _id: '$item', n: { $sum: 1 } } },
          { $group: { _id: '$n', items: { $sum: 1 } } },
          { $sort: { _id: 1 } },
        ),
        rows: [
          { _id: 1, items: 1 },
          { _id: 2, items: 2 },
        ],
      },
    ],
  },
  {
    ...at('group', 'Definition'),
    cases: [
      {
        name: 'a missing field is in the group of null',
        documents: [{ _id: 1, a: null }, { _id: 2 }, { _id: 3, a: 0 }],
        request: groups('$a'),
        rows: [
          { _id: null, n: 2 },
          { _id: 0, n: 1 },
        ],
      },
      {
        name: 'equal numbers of two types are one group',
        documents: valued(1, new Double(1), Long.fromNumber(1), 2),
        request: groups('$a'),
        rows: [
          { _id: 1, n: 3 },
          { _id: 2, n: 1 },
        ],
      },
      {
        name: 'a number and its text are two groups',
        documents: valued(1, '1'),
        request: groups('$a'),
        rows: [
          { _id: 1, n: 1 },
          { _id: '1', n: 1 },
        ],
      },
      {
        name: 'large int64 that differ by one are two groups',
        documents: valued(Long.MAX_VALUE, Long.MAX_VALUE.sub(1)),
        request: groups('$a'),
        rows: [
          { _id: Long.MAX_VALUE.sub(1), n: 1 },
          { _id: Long.MAX_VALUE, n: 1 },
        ],
      },
      {
        name: 'arrays are groups as a whole',
        documents: valued([1, 2], [2, 1], [1, 2]),
        request: aggregate({ $group: { _id: '$a', n: { $sum: 1 } } }, { $sort: { n: -1 } }),
        rows: [
          { _id: [1, 2], n: 2 },
          { _id: [2, 1], n: 1 },
        ],
      },
      {
        name: 'documents with another order of fields differ',
        documents: valued({ x: 1, y: 2 }, { y: 2, x: 1 }),
        request: groups('$a'),
        rows: [
          { _id: { x: 1, y: 2 }, n: 1 },
          { _id: { y: 2, x: 1 }, n: 1 },
        ],
      },
      {
        name: 'dates are groups by their time',
        documents: valued(new Date(5), new Date(5), new Date(6)),
        request: groups('$a'),
        rows: [
          { _id: new Date(5), n: 2 },
          { _id: new Date(6), n: 1 },
        ],
      },
      {
        name: 'ObjectIds are groups by their bytes',
        documents: valued(new ObjectId('000000000000000000000001'), new ObjectId('000000000000000000000001')),
        request: groups('$a'),
        rows: [{ _id: new ObjectId('000000000000000000000001'), n: 2 }],
      },
      {
        name: 'NaN is one group',
        documents: valued(new Double(NaN), new Double(NaN)),
        request: groups('$a'),
        rows: [{ _id: new Double(NaN), n: 2 }],
      },
      {
        name: 'a path reads embedded documents',
        documents: valued({ b: 'x' }, { b: 'x' }, { c: 1 }),
        request: groups('$a.b'),
        rows: [
          { _id: null, n: 1 },
          { _id: 'x', n: 2 },
        ],
      },
      {
        name: 'a path through an array is a list of values',
        documents: valued([{ b: 1 }, { c: 5 }, { b: 2 }, 7]),
        request: groups('$a.b'),
        rows: [{ _id: [1, 2], n: 1 }],
      },
      {
        name: 'documents of the array that lack the field do not count',
        documents: valued([{ b: 1 }, { c: 5 }], [{ b: 1 }], [{ b: 1 }, { b: null }]),
        request: groups('$a.b'),
        rows: [
          { _id: [1, null], n: 1 },
          { _id: [1], n: 2 },
        ],
      },
      {
        name: 'a position is not part of such a path',
        documents: valued([5, 6]),
        request: groups('$a.0'),
        rows: [{ _id: [], n: 1 }],
      },
    ],
  },
  {
    ...at('group', 'Syntax'),
    documents: SALES,
    cases: [
      {
        name: '$group without _id is an error',
        request: aggregate({ $group: { n: { $sum: 1 } } }),
        error: 15955,
      },
      { name: '$group needs an object', request: aggregate({ $group: '$item' }), error: 15947 },
      {
        name: 'a field without an accumulator is an error',
        request: aggregate({ $group: { _id: null, n: '$price' } }),
        error: 40234,
      },
      {
        name: 'a field with a document is an error',
        request: aggregate({ $group: { _id: null, n: { price: 1 } } }),
        error: 40234,
      },
      {
        name: 'a name with a dot is an error',
        request: aggregate({ $group: { _id: null, 'a.b': { $sum: 1 } } }),
        error: 40235,
      },
      {
        name: 'a name with $ is an error',
        request: aggregate({ $group: { _id: null, $n: { $sum: 1 } } }),
        error: 40236,
      },
      {
        name: 'two accumulators for one field are an error',
        request: aggregate({ $group: { _id: null, n: { $sum: 1, $min: 1 } } }),
        error: 40238,
      },
      {
        name: 'an unknown accumulator is an error',
        request: aggregate({ $group: { _id: null, n: { $nope: 1 } } }),
        error: 15952,
        message: "unknown group operator '$nope'",
      },
      {
        name: 'a list for an accumulator is an error',
        request: aggregate({ $group: { _id: null, n: { $sum: ['$price'] } } }),
        error: 40237,
      },
      { name: 'a $ alone is no path', request: aggregate({ $group: { _id: '$' } }), error: 16872 },
      {
        name: 'an unknown variable is an error',
        request: aggregate({ $group: { _id: '$$nope' } }),
        error: 17276,
        message: 'Use of undefined variable: nope',
      },
      {
        name: 'an unknown expression as _id is an error',
        request: aggregate({ $group: { _id: { $nope: 1 } } }),
        error: 168,
        message: "Unrecognized expression '$nope'",
      },
      {
        name: 'an inclusion as _id is an error',
        request: aggregate({ $group: { _id: { item: 1 } } }),
        error: 17390,
      },
      {
        name: 'a path with an empty part is an error',
        request: aggregate({ $group: { _id: '$a..b' } }),
        error: 15998,
      },
    ],
  },
  {
    ...at('sum', 'Result Data Type'),
    cases: [
      {
        name: 'int32 give an int32',
        documents: valued(1, 2, 3),
        request: total('$sum'),
        rows: [{ _id: null, r: 6 }],
      },
      {
        name: 'int32 beyond their range give an int64',
        documents: valued(big, 1),
        request: total('$sum'),
        rows: [{ _id: null, r: Long.fromNumber(2 ** 31) }],
      },
      {
        name: 'a sum of int32 that comes back is an int32',
        documents: valued(big, big, -big),
        request: total('$sum'),
        rows: [{ _id: null, r: big }],
      },
      {
        name: 'an int64 makes the sum an int64',
        documents: valued(1, Long.fromNumber(2)),
        request: total('$sum'),
        rows: [{ _id: null, r: Long.fromNumber(3) }],
      },
      {
        name: 'a double makes the sum a double',
        documents: valued(1, new Double(2)),
        request: total('$sum'),
        rows: [{ _id: null, r: new Double(3) }],
      },
      {
        name: 'int64 are added exactly',
        documents: valued(Long.MAX_VALUE, Long.fromNumber(-1)),
        request: total('$sum'),
        rows: [{ _id: null, r: Long.MAX_VALUE.sub(1) }],
      },
      {
        name: 'int64 beyond their range give a double',
        documents: valued(Long.MAX_VALUE, Long.fromNumber(1)),
        request: total('$sum'),
        rows: [{ _id: null, r: new Double(2 ** 63) }],
      },
      {
        name: 'int64 that pass their range and come back stay exact',
        documents: valued(Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE),
        request: total('$sum'),
        rows: [{ _id: null, r: Long.MAX_VALUE.sub(1) }],
      },
      {
        name: 'doubles give a double',
        documents: valued(0.5, 0.25),
        request: total('$sum'),
        rows: [{ _id: null, r: 0.75 }],
      },
      {
        name: 'infinity stays',
        documents: valued(new Double(Infinity), 1),
        request: total('$sum'),
        rows: [{ _id: null, r: new Double(Infinity) }],
      },
      {
        name: 'opposite infinities give NaN',
        documents: valued(new Double(Infinity), new Double(-Infinity)),
        request: total('$sum'),
        rows: [{ _id: null, r: new Double(NaN) }],
      },
      {
        name: 'a constant counts',
        documents: valued('x', null, [1]),
        request: aggregate({ $group: { _id: null, r: { $sum: 3 } } }),
        rows: [{ _id: null, r: 9 }],
      },
      {
        name: 'an int64 constant gives an int64',
        documents: valued(1, 2),
        request: aggregate({ $group: { _id: null, r: { $sum: Long.fromNumber(1) } } }),
        rows: [{ _id: null, r: Long.fromNumber(2) }],
      },
      {
        name: 'a constant beyond int32 gives an int64',
        documents: valued(1, 2),
        request: aggregate({ $group: { _id: null, r: { $sum: big } } }),
        rows: [{ _id: null, r: Long.fromNumber(2 * big) }],
      },
    ],
  },
  {
    ...at('sum', 'Non-Numeric or Non-Existent Fields'),
    cases: [
      {
        name: 'values that are no numbers are left out',
        documents: valued(1, 'x', 2, null, new Date(5)),
        request: total('$sum'),
        rows: [{ _id: null, r: 3 }],
      },
      {
        name: 'without a number the sum is 0',
        documents: [{ _id: 1 }, { _id: 2, a: 'x' }],
        request: total('$sum'),
        rows: [{ _id: null, r: 0 }],
      },
      {
        name: 'true is no number',
        documents: valued(true, 1),
        request: total('$sum'),
        rows: [{ _id: null, r: 1 }],
      },
    ],
  },
  {
    ...at('sum', 'Array Operand'),
    cases: [
      {
        name: 'an array is no number',
        documents: valued([1, 2], 3),
        request: total('$sum'),
        rows: [{ _id: null, r: 3 }],
      },
      {
        name: 'a path through an array gives an array',
        documents: valued([{ b: 1 }, { b: 2 }], { b: 4 }),
        request: aggregate({ $group: { _id: null, r: { $sum: '$a.b' } } }),
        rows: [{ _id: null, r: 4 }],
      },
    ],
  },
  {
    ...at('min', 'Result Type'),
    cases: [
      {
        name: '$min of numbers',
        documents: valued(5, 2, 9),
        request: total('$min'),
        rows: [{ _id: null, r: 2 }],
      },
      {
        name: '$max of numbers',
        documents: valued(5, 2, 9),
        request: total('$max'),
        rows: [{ _id: null, r: 9 }],
      },
      {
        name: '$min keeps the type of its number',
        documents: valued(5, Long.fromNumber(2), 9.5),
        request: total('$min'),
        rows: [{ _id: null, r: Long.fromNumber(2) }],
      },
      {
        name: '$min of several types is the lowest type',
        documents: valued('a', 5, new Date(0), true),
        request: total('$min'),
        rows: [{ _id: null, r: 5 }],
      },
      {
        name: '$max of several types is the highest type',
        documents: valued('a', 5, new Date(0), true),
        request: total('$max'),
        rows: [{ _id: null, r: new Date(0) }],
      },
      {
        name: '$max can be MaxKey',
        documents: valued(new MaxKey(), 5),
        request: total('$max'),
        rows: [{ _id: null, r: new MaxKey() }],
      },
      {
        name: '$max of texts compares bytes',
        documents: valued('Z', 'a', 'é'),
        request: total('$max'),
        rows: [{ _id: null, r: 'é' }],
      },
      {
        name: '$min of documents compares their fields',
        documents: valued({ x: 2 }, { x: 1, y: 9 }),
        request: total('$min'),
        rows: [{ _id: null, r: { x: 1, y: 9 } }],
      },
      {
        name: 'NaN is the lowest number',
        documents: valued(-5, new Double(NaN)),
        request: total('$min'),
        rows: [{ _id: null, r: new Double(NaN) }],
      },
    ],
  },
  {
    ...at('min', 'Null or Missing Values'),
    cases: [
      {
        name: '$min leaves out null and missing fields',
        documents: [{ _id: 1, a: null }, { _id: 2 }, { _id: 3, a: 7 }],
        request: total('$min'),
        rows: [{ _id: null, r: 7 }],
      },
      {
        name: '$max leaves out null and missing fields',
        documents: [{ _id: 1, a: -7 }, { _id: 2 }, { _id: 3, a: null }],
        request: total('$max'),
        rows: [{ _id: null, r: -7 }],
      },
      {
        name: '$min of null alone is null',
        documents: [{ _id: 1, a: null }, { _id: 2 }],
        request: total('$min'),
        rows: [{ _id: null, r: null }],
      },
      {
        name: '$max of missing fields alone is null',
        documents: [{ _id: 1 }, { _id: 2 }],
        request: total('$max'),
        rows: [{ _id: null, r: null }],
      },
    ],
  },
  {
    ...at('min', 'Array Operand'),
    cases: [
      {
        name: '$min compares an array as a whole',
        documents: valued([9], [1, 5], 100),
        request: total('$min'),
        rows: [{ _id: null, r: 100 }],
      },
      {
        name: '$max compares an array as a whole',
        documents: valued([9], [1, 50], 100),
        request: total('$max'),
        rows: [{ _id: null, r: [9] }],
      },
    ],
  },
  {
    page: 'reference/command/aggregate',
    section: 'Command Fields',
    documents: SALES,
    cases: [
      { name: 'an empty pipeline gives all documents', request: aggregate(), reply: { ok: new Double(1) } },
      {
        name: 'the option cursor is required',
        request: { aggregate: COLLECTION, pipeline: [] },
        error: 9,
        message: "The 'cursor' option is required",
      },
      {
        name: 'the option cursor is an object',
        request: { aggregate: COLLECTION, pipeline: [], cursor: 5 },
        error: 14,
      },
      {
        name: 'the option pipeline is required',
        request: { aggregate: COLLECTION, cursor: {} },
        error: 40414,
      },
      {
        name: 'the pipeline is a list',
        request: { aggregate: COLLECTION, pipeline: { $match: {} }, cursor: {} },
        error: 14,
      },
      { name: 'a stage is an object', request: aggregate('x'), error: 14 },
      {
        name: 'a stage without a name is an error',
        request: aggregate({}),
        error: 40323,
        message: 'must contain exactly one field',
      },
      {
        name: 'a stage with two names is an error',
        request: aggregate({ $skip: 1, $limit: 1 }),
        error: 40323,
      },
      {
        name: 'an unknown stage is an error',
        request: aggregate({ $nope: 1 }),
        error: 40324,
        message: "Unrecognized pipeline stage name: '$nope'",
      },
      { name: 'a stage without $ is unknown', request: aggregate({ match: {} }), error: 40324 },
      { name: 'an unknown option is an error', request: { ...aggregate(), foo: 1 }, error: 40415 },
      {
        name: 'a hint names an index',
        before: [{ createIndexes: '', indexes: [{ key: { price: 1 }, name: 'p' }] }],
        request: {
          ...aggregate({ $match: { price: { $gt: 5 } } }, { $sort: { price: -1, _id: 1 } }),
          hint: 'p',
        },
        ids: [2, 1, 5],
      },
      { name: 'a hint without its index is an error', request: { ...aggregate(), hint: 'gone' }, error: 2 },
      { name: '$documents on a collection is an error', request: aggregate({ $documents: [] }), error: 73 },
      {
        name: 'a change stream needs a replica set',
        request: aggregate({ $changeStream: {} }),
        error: 40573,
      },
    ],
  },
];
