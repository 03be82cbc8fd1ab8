import { Decimal128, Double, Long, Timestamp } from 'bson';
import type { Document } from 'mongodb';
import type { Case, Page } from './case.js';
import { findAndModify, insert, remove, update } from './requests.js';

const changes = (
  name: string,
  before: Document,
  u: unknown,
  after: Document,
  options: Document = {},
): Case => {
  const { q = {}, ...rest } = options as { q?: Document };
  return {
    name,
    documents: [{ _id: 1, ...before }],
    request: update(q, u, rest),
    after: [{ _id: 1, ...after }],
  };
};

const fails = (
  name: string,
  before: Document,
  u: unknown,
  error: number,
  message = '',
  options: Document = {},
): Case => {
  const { q = {}, ...rest } = options as { q?: Document };
  return { name, documents: [{ _id: 1, ...before }], request: update(q, u, rest), error, message };
};

const upserts = (name: string, q: Document, u: Document, after: Document): Case => ({
  name,
  request: update(q, u, { upsert: true }),
  after: [after],
});

const noUpsert = (name: string, q: Document, u: Document, error: number, message = ''): Case => ({
  name,
  request: update(q, u, { upsert: true }),
  error,
  message,
});

const at = (page: string, section: string, cases: Case[]): Page => ({
  page: `reference/operator/update/${page}`,
  section,
  cases,
});

const fields: Page[] = [
  at('set', 'Behavior', [
    changes('$set with no field changes nothing', { a: 1 }, { $set: {} }, { a: 1 }),
    changes('$set makes the documents of a path', {}, { $set: { 'a.b': 1 } }, { a: { b: 1 } }),
    changes(
      'new fields come in the order of their names',
      {},
      { $set: { b: 1, a: 2, 'c.10': 1, 'c.9': 1 } },
      {
        a: 2,
        b: 1,
        c: { 9: 1, 10: 1 },
      },
    ),
    changes('a dollar may begin a name below the top', { a: {} }, { $set: { 'a.$b': 1 } }, { a: { $b: 1 } }),
    changes(
      'a value may have names that begin with a dollar',
      {},
      { $set: { a: { $b: 1 } } },
      { a: { $b: 1 } },
    ),
    fails('a dollar may not begin a name at the top', {}, { $set: { $a: 1 } }, 52),
    fails(
      'a path through a number is refused',
      { a: 1 },
      { $set: { 'a.b': 1 } },
      28,
      "Cannot create field 'b'",
    ),
    fails('a name cannot be a position', { a: [1] }, { $set: { 'a.b': 1 } }, 28),
    fails('an empty path is refused', {}, { $set: { '': 1 } }, 56),
    fails('an empty part of a path is refused', {}, { $set: { 'a.': 1 } }, 56),
    fails('one path twice is refused', {}, { $set: { a: 1 }, $unset: { a: 1 } }, 40, "conflict at 'a'"),
    fails('a path and one below it are refused', {}, { $set: { 'a.b': 1, a: 1 } }, 40),
    fails('_id cannot change', {}, { $set: { _id: 2 } }, 66),
    fails('a field of _id cannot be made', {}, { $set: { '_id.x': 2 } }, 28),
    fails('an operator needs a document', {}, { $set: 1 }, 9, 'Modifiers operate on fields'),
    fails('an unknown operator is refused', {}, { $sett: { a: 1 } }, 9, 'Unknown modifier: $sett'),
    fails('a field beside operators is refused', {}, { $set: { a: 1 }, b: 1 }, 9, 'Unknown modifier: b'),
    fails('too many nulls before a new item are refused', { a: [] }, { $set: { 'a.1500001': 1 } }, 34),
  ]),
  at('unset', 'Behavior', [
    changes('$unset ignores a path through a number', { a: 1 }, { $unset: { 'a.b': 1 } }, { a: 1 }),
    changes('$unset of an item leaves null', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }),
    fails('$unset of _id is refused', {}, { $unset: { _id: 1 } }, 66),
  ]),
  at('inc', 'Behavior', [
    changes(
      'an int32 that overflows becomes an int64',
      { a: 2147483647 },
      { $inc: { a: 1 } },
      {
        a: Long.fromNumber(2147483648),
      },
    ),
    changes('a double makes the sum a double', { a: 1 }, { $inc: { a: 1.5 } }, { a: 2.5 }),
    changes(
      'a decimal makes the sum a decimal',
      { a: 1 },
      { $inc: { a: Decimal128.fromString('0.10') } },
      {
        a: Decimal128.fromString('1.10'),
      },
    ),
    changes(
      'a missing field gets the amount',
      {},
      { $inc: { a: Long.fromNumber(3) } },
      { a: Long.fromNumber(3) },
    ),
    fails('null has no sum', { a: null }, { $inc: { a: 1 } }, 14, 'non-numeric type'),
    fails(
      'a string is no amount',
      { a: 1 },
      { $inc: { a: '1' } },
      14,
      'Cannot increment with non-numeric argument',
    ),
    fails(
      'an int64 that overflows is refused',
      { a: Long.MAX_VALUE },
      { $inc: { a: 1 } },
      2,
      'Failed to apply $inc',
    ),
  ]),
  at('mul', 'Behavior', [
    changes(
      'a missing field becomes 0 of the type of the factor',
      {},
      { $mul: { a: Long.fromNumber(3) } },
      {
        a: Long.fromNumber(0),
      },
    ),
    changes(
      'an int32 that overflows becomes an int64',
      { a: 1_000_000 },
      { $mul: { a: 1_000_000 } },
      {
        a: Long.fromNumber(1e12),
      },
    ),
    fails('a string is no factor', { a: 1 }, { $mul: { a: 'x' } }, 14, 'Cannot multiply'),
  ]),
  at('min', 'Behavior', [
    changes('$min compares values of different types', { a: 'x' }, { $min: { a: 1 } }, { a: 1 }),
    changes('$max compares values of different types', { a: 1 }, { $max: { a: 'x' } }, { a: 'x' }),
    changes('$min keeps an equal value of another type', { a: 1 }, { $min: { a: new Double(1) } }, { a: 1 }),
    changes('$max with null makes a missing field', {}, { $max: { a: null } }, { a: null }),
  ]),
  at('rename', 'Behavior', [
    changes('a field moves to a new document', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }),
    changes(
      'a field takes the place of another one',
      { a: 1, b: 2, c: 3 },
      { $rename: { c: 'a' } },
      { a: 3, b: 2 },
    ),
    changes('a missing field changes nothing', { b: 1 }, { $rename: { a: 'b' } }, { b: 1 }),
    changes('an array moves as a whole', { a: [1] }, { $rename: { a: 'b' } }, { b: [1] }),
    fails(
      'an item of an array does not move',
      { a: [1] },
      { $rename: { 'a.0': 'b' } },
      2,
      'source field cannot be an array element',
    ),
    fails(
      'a field of an item does not move',
      { a: [{ b: 1 }] },
      { $rename: { 'a.0.b': 'c' } },
      2,
      'array element',
    ),
    fails(
      'a field does not move into an array',
      { a: 1, b: [1] },
      { $rename: { a: 'b.0' } },
      2,
      'destination field cannot be an array element',
    ),
    fails('a path cannot name the fields of all items', { a: [{ b: 1 }] }, { $rename: { 'a.b': 'c' } }, 28),
    fails('the two paths must differ', { a: 1 }, { $rename: { a: 'a' } }, 2, 'must differ'),
    fails(
      'no path may be below the other',
      { a: 1 },
      { $rename: { a: 'a.b' } },
      2,
      'must not be on the same path',
    ),
    fails('the new name has to be a string', { a: 1 }, { $rename: { a: 1 } }, 2, 'must be a string'),
    fails(
      'the old path may not be dynamic',
      { a: [1] },
      { $rename: { 'a.$': 'b' } },
      2,
      'source field for $rename may not be dynamic',
    ),
    fails(
      'the new path may not be dynamic',
      { a: 1 },
      { $rename: { a: 'b.$[]' } },
      2,
      'destination field for $rename may not be dynamic',
    ),
    fails('_id does not move', {}, { $rename: { _id: 'a' } }, 66),
    fails('another operator may not use the new path', { a: 1 }, { $rename: { a: 'b' }, $set: { b: 1 } }, 40),
    fails('another operator may not use the old path', { a: 1 }, { $rename: { a: 'b' }, $set: { a: 1 } }, 40),
  ]),
  at('currentDate', 'Definition', [
    fails('a number is no type', {}, { $currentDate: { a: 1 } }, 2, 'is not valid type for $currentDate'),
    fails('an unknown type is refused', {}, { $currentDate: { a: { $type: 'time' } } }, 2),
    fails(
      'an unknown option is refused',
      {},
      { $currentDate: { a: { $type: 'date', x: 1 } } },
      2,
      'Unrecognized $currentDate option',
    ),
  ]),
  at('bit', 'Behavior', [
    changes('$bit makes a missing field', {}, { $bit: { a: { or: 5 } } }, { a: 5 }),
    changes(
      'an int64 makes the result an int64',
      { a: 12 },
      { $bit: { a: { and: Long.fromNumber(10) } } },
      { a: Long.fromNumber(8) },
    ),
    changes('several operations follow each other', { a: 12 }, { $bit: { a: { and: 10, or: 1 } } }, { a: 9 }),
    fails('a double is no integer', { a: 1.5 }, { $bit: { a: { and: 1 } } }, 2, 'non-integral'),
    fails('a mask has to be an integer', { a: 1 }, { $bit: { a: { and: 1.5 } } }, 2, 'must be an Integer'),
    fails(
      'an unknown operation is refused',
      { a: 1 },
      { $bit: { a: { not: 1 } } },
      2,
      "only supports 'and', 'or', and 'xor'",
    ),
    fails('no operation is refused', { a: 1 }, { $bit: { a: {} } }, 2, 'at least one bitwise operation'),
  ]),
];

const arrays: Page[] = [
  at('push', 'Behavior', [
    changes('$push adds an array as one item', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }),
    changes(
      'a negative $position counts from the end',
      { a: [1, 2] },
      { $push: { a: { $each: [9], $position: -1 } } },
      { a: [1, 9, 2] },
    ),
    changes(
      'a $position behind the end appends',
      { a: [1] },
      { $push: { a: { $each: [2], $position: 9 } } },
      { a: [1, 2] },
    ),
    changes(
      '$slice: 0 empties the array',
      { a: [1] },
      { $push: { a: { $each: [2], $slice: 0 } } },
      { a: [] },
    ),
    changes(
      '$sort: 1 sorts the items in the order of types',
      { a: ['x', 3] },
      { $push: { a: { $each: [1, null], $sort: 1 } } },
      { a: [null, 1, 3, 'x'] },
    ),
    changes(
      '$sort by a field takes a missing one for null',
      { a: [{ s: 1 }, 7] },
      { $push: { a: { $each: [{ s: null }], $sort: { s: 1 } } } },
      { a: [7, { s: null }, { s: 1 }] },
    ),
    changes(
      '$sort by a path compares fields of fields',
      { a: [{ s: { t: 2 } }] },
      { $push: { a: { $each: [{ s: { t: 1 } }], $sort: { 's.t': 1 } } } },
      { a: [{ s: { t: 1 } }, { s: { t: 2 } }] },
    ),
    changes('$push makes a missing array', {}, { $push: { 'a.b': 1 } }, { a: { b: [1] } }),
    fails('$push to a number is refused', { a: 1 }, { $push: { a: 1 } }, 2, 'must be an array'),
    fails(
      '$each needs an array',
      { a: [] },
      { $push: { a: { $each: 1 } } },
      2,
      '$each in $push must be an array',
    ),
    fails(
      'an unknown clause is refused',
      { a: [] },
      { $push: { a: { $each: [], $foo: 1 } } },
      2,
      'Unrecognized clause in $push: $foo',
    ),
    fails(
      '$slice has to be an integer',
      { a: [] },
      { $push: { a: { $each: [], $slice: 1.5 } } },
      2,
      '$slice must be an integer',
    ),
    fails(
      '$position has to be an integer',
      { a: [] },
      { $push: { a: { $each: [], $position: 'x' } } },
      2,
      '$position must be an integer',
    ),
    fails(
      '$sort takes 1 and -1',
      { a: [] },
      { $push: { a: { $each: [], $sort: 2 } } },
      2,
      'must be either 1 or -1',
    ),
    fails(
      '$sort takes no string',
      { a: [] },
      { $push: { a: { $each: [], $sort: 'x' } } },
      2,
      'The $sort is invalid',
    ),
    fails(
      '$sort by nothing is refused',
      { a: [] },
      { $push: { a: { $each: [], $sort: {} } } },
      2,
      'The $sort pattern is empty',
    ),
  ]),
  at('addToSet', 'Behavior', [
    changes(
      'the order of fields tells documents apart',
      { a: [{ b: 1, c: 2 }] },
      { $addToSet: { a: { c: 2, b: 1 } } },
      {
        a: [
          { b: 1, c: 2 },
          { c: 2, b: 1 },
        ],
      },
    ),
    changes(
      'equal numbers of two types are one value',
      { a: [1] },
      { $addToSet: { a: new Double(1) } },
      { a: [1] },
    ),
    changes('an array is one value', { a: [1] }, { $addToSet: { a: [1] } }, { a: [1, [1]] }),
    fails('$addToSet to a string is refused', { a: 'x' }, { $addToSet: { a: 1 } }, 2, 'non-array field'),
    fails('$each needs an array', { a: [] }, { $addToSet: { a: { $each: 1 } } }, 14),
  ]),
  at('pull', 'Behavior', [
    changes(
      'a condition is tested on whole items',
      { a: [{ b: 1, c: 1 }, { b: 1 }] },
      { $pull: { a: { b: 1 } } },
      { a: [] },
    ),
    changes('a value has to be equal', { a: [1, [1], 2] }, { $pull: { a: 1 } }, { a: [[1], 2] }),
    changes(
      'operators look into arrays in the array',
      { a: [1, [5], 2] },
      { $pull: { a: { $gt: 3 } } },
      { a: [1, 2] },
    ),
    changes(
      'a document never finds an array',
      { a: [[{ b: 1 }], { b: 1 }] },
      { $pull: { a: { b: 1 } } },
      { a: [[{ b: 1 }]] },
    ),
    changes(
      'an array is compared with its order',
      {
        a: [
          [1, 2],
          [2, 1],
        ],
      },
      { $pull: { a: [1, 2] } },
      { a: [[2, 1]] },
    ),
    changes('a regular expression finds strings', { a: ['ab', 'b'] }, { $pull: { a: /^a/ } }, { a: ['b'] }),
    changes('$pull ignores a missing field', {}, { $pull: { a: 1 } }, {}),
    fails(
      '$pull from a number is refused',
      { a: 1 },
      { $pull: { a: 1 } },
      2,
      'Cannot apply $pull to a non-array value',
    ),
    fails('$pull through a number is refused', { a: 1 }, { $pull: { 'a.b': 1 } }, 28),
    changes(
      '$pullAll compares documents with their order',
      { a: [{ b: 1, c: 2 }] },
      { $pullAll: { a: [{ c: 2, b: 1 }] } },
      { a: [{ b: 1, c: 2 }] },
    ),
    fails(
      '$pullAll needs an array',
      { a: [1] },
      { $pullAll: { a: 1 } },
      2,
      '$pullAll requires an array argument',
    ),
  ]),
  at('pop', 'Behavior', [
    fails('$pop takes 1 and -1', { a: [1] }, { $pop: { a: 2 } }, 9, '$pop expects 1 or -1'),
    fails('$pop takes no string', { a: [1] }, { $pop: { a: '1' } }, 9, 'Expected a number'),
    fails('$pop from a number is refused', { a: 1 }, { $pop: { a: 1 } }, 14, 'non-array type'),
    changes('$pop of an empty array changes nothing', { a: [] }, { $pop: { a: 1 } }, { a: [] }),
  ]),
  at('positional', 'Behavior', [
    changes(
      '$ is the item that matched',
      { a: [1, 2, 2] },
      { $set: { 'a.$': 9 } },
      { a: [1, 9, 2] },
      { q: { a: 2 } },
    ),
    fails(
      '$ needs a condition on an array',
      { a: [1] },
      { $set: { 'a.$': 9 } },
      2,
      'did not find the match needed',
    ),
    fails('$ may stand once in a path', { a: [1] }, { $set: { 'a.$.b.$': 9 } }, 2, 'Too many positional', {
      q: { a: 1 },
    }),
    fails('$ may not begin a path', { a: [1] }, { $set: { '$.a': 9 } }, 2, 'element in the first position', {
      q: { a: 1 },
    }),
    fails(
      '$ and a position may not be one place',
      { a: [1] },
      { $set: { 'a.$': 1, 'a.0': 2 } },
      40,
      'conflict',
      { q: { a: 1 } },
    ),
  ]),
  at('positional-filtered', 'Behavior', [
    changes(
      'a filter chooses the items',
      { a: [1, 5] },
      { $set: { 'a.$[i]': 9 } },
      { a: [1, 9] },
      { arrayFilters: [{ i: { $gt: 3 } }] },
    ),
    changes(
      'filters work at several depths',
      { a: [{ k: 1, b: [1, 2] }] },
      { $set: { 'a.$[i].b.$[j]': 0 } },
      { a: [{ k: 1, b: [1, 0] }] },
      { arrayFilters: [{ 'i.k': 1 }, { j: 2 }] },
    ),
    changes('$[] of an empty array changes nothing', { a: [] }, { $set: { 'a.$[]': 1 } }, { a: [] }),
    fails('an unused filter is refused', { a: [1] }, { $set: { a: 1 } }, 9, 'was not used in the update', {
      arrayFilters: [{ i: 1 }],
    }),
    fails(
      'a missing filter is refused',
      { a: [1] },
      { $set: { 'a.$[i]': 1 } },
      2,
      "No array filter found for identifier 'i'",
    ),
    fails(
      'two filters of one name are refused',
      { a: [1] },
      { $set: { 'a.$[i]': 1 } },
      9,
      'Found multiple array filters',
      { arrayFilters: [{ i: 1 }, { i: 2 }] },
    ),
    fails(
      'a filter of two names is refused',
      { a: [1] },
      { $set: { 'a.$[i]': 1 } },
      9,
      'single top-level field name',
      { arrayFilters: [{ i: 1, j: 2 }] },
    ),
    fails(
      'an empty filter is refused',
      { a: [1] },
      { $set: { 'a.$[i]': 1 } },
      9,
      'without a top-level field name',
      { arrayFilters: [{}] },
    ),
    fails(
      'a name begins with a lowercase letter',
      { a: [1] },
      { $set: { 'a.$[I]': 1 } },
      2,
      'beginning with a lowercase letter',
      { arrayFilters: [{ I: 1 }] },
    ),
    fails('$[] may not begin a path', {}, { $set: { '$[].a': 1 } }, 2, 'element in the first position'),
    fails('$[] needs a field that exists', {}, { $set: { 'a.$[]': 1 } }, 2, "The path 'a' must exist"),
    fails(
      '$[] needs an array',
      { a: 1 },
      { $set: { 'a.$[]': 1 } },
      2,
      'Cannot apply array updates to non-array element a',
    ),
    fails(
      '$[] and a position may not stand side by side',
      { a: [1] },
      { $set: { 'a.$[]': 1, 'a.0': 2 } },
      40,
    ),
    fails(
      'two filters may not choose one item',
      { a: [1] },
      { $set: { 'a.$[i]': 1, 'a.$[j]': 2 } },
      40,
      'conflict',
      { arrayFilters: [{ i: 1 }, { j: 1 }] },
    ),
    fails('a replacement has no filters', { a: [1] }, { a: 1 }, 9, 'replacement-style', {
      arrayFilters: [{ i: 1 }],
    }),
  ]),
];

const upsert: Page = {
  page: 'reference/method/db.collection.update',
  section: 'Upsert Behavior',
  cases: [
    upserts(
      'equalities become fields',
      { _id: 1, 'a.b': 2, c: { $eq: 3 } },
      { $set: { d: 4 } },
      { _id: 1, a: { b: 2 }, c: 3, d: 4 },
    ),
    upserts(
      'one value of $in or $all becomes a field',
      { _id: 1, a: { $in: [2] }, b: { $all: [3] } },
      { $set: { c: 1 } },
      { _id: 1, a: 2, b: 3, c: 1 },
    ),
    upserts(
      'other conditions become no fields',
      { _id: 1, a: { $gt: 2 }, b: { $in: [1, 2] }, $nor: [{ c: 1 }] },
      { $set: { d: 1 } },
      { _id: 1, d: 1 },
    ),
    upserts(
      'a branch of $or that is alone counts',
      { $or: [{ _id: 1 }] },
      { $set: { a: 1 } },
      { _id: 1, a: 1 },
    ),
    upserts('a replacement takes only _id from the filter', { _id: 1, a: 2 }, { b: 3 }, { _id: 1, b: 3 }),
    upserts(
      'paths below _id make it',
      { '_id.x': 1, '_id.y': 2 },
      { $set: { a: 1 } },
      { _id: { x: 1, y: 2 }, a: 1 },
    ),
    upserts('$setOnInsert sets _id', { a: 1 }, { $setOnInsert: { _id: 7 } }, { _id: 7, a: 1 }),
    noUpsert(
      'a path that is matched twice is refused',
      { $and: [{ a: 1 }, { a: 1 }] },
      { $set: { b: 1 } },
      54,
      "path 'a' is matched twice",
    ),
    noUpsert('$all with two values matches twice', { a: { $all: [1, 2] } }, { $set: { b: 1 } }, 54),
    noUpsert(
      'a path below an equality is refused',
      { a: { b: 1 }, 'a.b': 1 },
      { $set: { c: 1 } },
      54,
      "both paths 'a.b' and 'a' are matched",
    ),
    noUpsert(
      '_id must be given as a whole to a replacement',
      { '_id.x': 1 },
      { a: 1 },
      111,
      'must be exactly specified',
    ),
    noUpsert('_id may not be another one', { _id: 1 }, { $set: { _id: 2 } }, 66),
    noUpsert('_id of a replacement may not be another one', { _id: 1 }, { _id: 2 }, 66),
    noUpsert('_id may not be an array', { _id: [1] }, { $set: { a: 1 } }, 53),
    noUpsert('_id may not be a regular expression', {}, { $set: { _id: /a/ } }, 53),
    noUpsert('$expr is refused', { $expr: { $eq: ['$a', 1] } }, { $set: { b: 1 } }, 224),
    noUpsert('$ finds no item', { a: 1 }, { $set: { 'a.$': 1 } }, 2),
    noUpsert('the update may not use a field below an equality', { a: 1 }, { $set: { 'a.b': 1 } }, 28),
  ],
};

const replacements: Page = {
  page: 'core/dot-dollar-considerations',
  section: 'Document Modifying Updates',
  cases: [
    {
      name: 'an insert takes names that begin with a dollar',
      request: insert({ _id: 1, $a: 1, b: { $c: 2 } }),
      after: [{ _id: 1, $a: 1, b: { $c: 2 } }],
    },
    {
      name: 'the names below _id may not begin with a dollar',
      request: insert({ _id: { $a: 1 } }),
      error: 52,
    },
    { name: 'nor the names deeper in _id', request: insert({ _id: { a: { $b: 1 } } }), error: 52 },
    fails('a replacement has no name that begins with a dollar', {}, { a: 1, $b: 2 }, 52, "'$b'"),
    changes('a replacement may have such names below', { a: 1 }, { a: { $b: 1 } }, { a: { $b: 1 } }),
    changes(
      'a replacement may be a DBRef',
      { a: 1 },
      { a: 1, $ref: 'c', $id: 1 },
      { a: 1, $ref: 'c', $id: 1 },
    ),
    fails('$id needs $ref before it', {}, { a: 1, $id: 1 }, 55),
    fails('$ref needs $id behind it', {}, { a: 1, $ref: 'c' }, 55),
    fails('a replacement replaces one document', {}, { a: 1 }, 9, 'multi update is not supported', {
      multi: true,
    }),
    fails('an update is a document or a pipeline', {}, 1, 9, 'must be either an object or an array'),
  ],
};

const batches: Page = {
  page: 'reference/command/delete',
  section: 'Command Fields',
  documents: [
    { _id: 1, a: 1 },
    { _id: 2, a: 1 },
    { _id: 3, a: 1 },
  ],
  cases: [
    { name: 'limit: 0 deletes all that match', request: remove({ a: 1 }, { limit: 0 }), after: [] },
    {
      name: 'limit: 1 deletes one',
      request: remove({ _id: { $gt: 1 } }, { limit: new Double(1) }),
      after: [
        { _id: 1, a: 1 },
        { _id: 3, a: 1 },
      ],
    },
    {
      name: 'limit: 2 is refused',
      request: remove({ a: 1 }, { limit: 2 }),
      error: 9,
      message: 'must be 0 or 1. Got 2',
    },
    { name: 'a limit with a fraction is refused', request: remove({ a: 1 }, { limit: 0.5 }), error: 9 },
    { name: 'a negative limit is refused', request: remove({ a: 1 }, { limit: -1 }), error: 9 },
    {
      name: 'a missing limit is refused',
      request: remove({ a: 1 }, {}),
      error: 40414,
      message: 'delete.deletes.limit',
    },
    { name: 'a limit of another type is refused', request: remove({ a: 1 }, { limit: '1' }), error: 14 },
    {
      name: 'an unknown field is refused',
      request: remove({ a: 1 }, { limit: 1, multi: true }),
      error: 40415,
    },
    {
      name: 'a wrong entry refuses the whole batch',
      request: { ...remove({ a: 1 }, { limit: 0 }), deletes: [{ q: {}, limit: 1 }, { q: {} }] },
      error: 40414,
    },
    { name: 'a delete needs a filter', request: { ...remove({}), deletes: [{ limit: 1 }] }, error: 40414 },
    { name: 'an empty batch is refused', request: { ...remove({}), deletes: [] }, error: 16 },
    {
      name: 'an index that does not exist is no hint',
      request: remove({ a: 1 }, { limit: 1, hint: 'x_1' }),
      error: 2,
      message: 'hint provided does not correspond',
    },
  ],
};

const sorted: Page = {
  page: 'reference/command/update',
  section: 'Command Fields',
  documents: [
    { _id: 1, a: 1 },
    { _id: 2, a: 3 },
    { _id: 3, a: 2 },
  ],
  cases: [
    {
      name: 'sort chooses the document to update',
      request: update({}, { $set: { a: 9 } }, { sort: { a: -1 } }),
      after: [
        { _id: 1, a: 1 },
        { _id: 2, a: 9 },
        { _id: 3, a: 2 },
      ],
    },
    {
      name: 'sort chooses the document to replace',
      request: update({ a: { $gt: 1 } }, { b: 1 }, { sort: { a: 1 } }),
      after: [
        { _id: 1, a: 1 },
        { _id: 2, a: 3 },
        { _id: 3, b: 1 },
      ],
    },
    {
      name: 'sort and multi are refused',
      request: update({}, { $set: { a: 9 } }, { sort: { a: 1 }, multi: true }),
      error: 9,
    },
    { name: 'an update needs u', request: { ...update({}, {}), updates: [{ q: {} }] }, error: 40414 },
    { name: 'an update needs q', request: { ...update({}, {}), updates: [{ u: {} }] }, error: 40414 },
    {
      name: 'an unknown field of an update is refused',
      request: update({}, { $set: { a: 1 } }, { limit: 1 }),
      error: 40415,
    },
    { name: 'multi has to be a flag', request: update({}, { $set: { a: 1 } }, { multi: 'yes' }), error: 14 },
    {
      name: 'constants are for pipelines',
      request: update({}, { $set: { a: 1 } }, { c: { x: 1 } }),
      error: 51198,
    },
  ],
};

const modify: Page = {
  page: 'reference/command/findAndModify',
  section: 'Command Fields',
  documents: [
    { _id: 1, a: [1, 2] },
    { _id: 2, a: [3] },
  ],
  cases: [
    {
      name: 'the answer has the old document',
      request: findAndModify({ query: { _id: 1 }, update: { $set: { b: 1 } } }),
      reply: { value: { _id: 1, a: [1, 2] }, lastErrorObject: { n: 1, updatedExisting: true } },
    },
    {
      name: 'new: true answers with the new document',
      request: findAndModify({ query: { _id: 2 }, update: { $push: { a: 4 } }, new: true }),
      reply: { value: { _id: 2, a: [3, 4] } },
    },
    {
      name: 'no document answers with null',
      request: findAndModify({ query: { _id: 9 }, update: { $set: { b: 1 } } }),
      reply: { value: null, lastErrorObject: { n: 0, updatedExisting: false } },
    },
    {
      name: 'an upsert names the new _id',
      request: findAndModify({ query: { _id: 9 }, update: { $set: { b: 1 } }, upsert: true }),
      reply: { value: null, lastErrorObject: { n: 1, updatedExisting: false, upserted: 9 } },
    },
    {
      name: 'remove answers with the removed document',
      request: findAndModify({ query: {}, sort: { _id: -1 }, remove: true }),
      reply: { value: { _id: 2, a: [3] }, lastErrorObject: { n: 1 } },
    },
    {
      name: 'a positional projection shows the item that matched',
      request: findAndModify({ query: { a: 2 }, update: { $set: { b: 1 } }, fields: { 'a.$': 1 } }),
      reply: { value: { _id: 1, a: [2] } },
    },
    {
      name: 'remove and update are refused',
      request: findAndModify({ remove: true, update: { $set: { a: 1 } } }),
      error: 9,
      message: "Cannot specify both an 'update' and 'remove'=true",
    },
    { name: 'remove and new are refused', request: findAndModify({ remove: true, new: true }), error: 9 },
    {
      name: 'remove and upsert are refused',
      request: findAndModify({ remove: true, upsert: true }),
      error: 9,
    },
    {
      name: 'neither remove nor update is refused',
      request: findAndModify({ query: {} }),
      error: 9,
      message: 'Either an update or remove=true',
    },
    {
      name: 'an unknown field is refused',
      request: findAndModify({ update: { $set: { a: 1 } }, foo: 1 }),
      error: 40415,
    },
  ],
};

const kept: Page = {
  page: 'reference/bson-types',
  section: 'Timestamps',
  cases: [
    {
      name: 'an empty timestamp in a sub-document stays empty',
      request: insert({ _id: 1, a: { b: new Timestamp({ t: 0, i: 0 }) } }),
      after: [{ _id: 1, a: { b: new Timestamp({ t: 0, i: 0 }) } }],
    },
    {
      name: 'an empty timestamp as _id stays empty',
      request: insert({ _id: new Timestamp({ t: 0, i: 0 }) }),
      after: [{ _id: new Timestamp({ t: 0, i: 0 }) }],
    },
    changes(
      '$set keeps an empty timestamp',
      {},
      { $set: { a: new Timestamp({ t: 0, i: 0 }) } },
      { a: new Timestamp({ t: 0, i: 0 }) },
    ),
  ],
};

export const updates: Page[] = [...fields, ...arrays, upsert, replacements, batches, sorted, modify, kept];
