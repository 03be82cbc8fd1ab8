import { Binary, Decimal128, Double, Long, MaxKey, MinKey } from 'bson';
import type { Case, Page } from './case.js';
import { find, update } from './requests.js';

const sorted = { sort: { _id: 1 } };

const matches = (name: string, filter: object, ids: unknown[]): Case => ({
  name,
  request: find(filter, sorted),
  ids,
});

const fails = (name: string, filter: object, error: number, message?: string): Case => ({
  name,
  request: find(filter),
  error,
  ...(message === undefined ? {} : { message }),
});

const COMPARED = [
  { _id: 1, a: 5 },
  { _id: 2, a: new Double(5.5) },
  { _id: 3, a: Long.fromNumber(7) },
  { _id: 4, a: Decimal128.fromString('5.00') },
  { _id: 5, a: 'x' },
  { _id: 6, a: null },
  { _id: 7 },
  { _id: 8, a: [3, 9] },
  { _id: 9, a: NaN },
  { _id: 10, a: { b: 1 } },
];

const comparison: Page = {
  page: 'reference/bson-type-comparison-order',
  section: 'Comparison/Sort Order',
  documents: COMPARED,
  cases: [
    matches('numbers of all types are equal when their values are', { a: 5 }, [1, 4]),
    matches('$gt compares values of one type only', { a: { $gt: 5 } }, [2, 3, 8]),
    matches('$lt finds an item of an array', { a: { $lt: 5 } }, [8]),
    matches('$gt and $lt may be met by different items of an array', { a: { $gt: 3, $lt: 5 } }, [8]),
    matches('$gte with a string finds strings only', { a: { $gte: '' } }, [5]),
    matches('NaN equals only NaN', { a: NaN }, [9]),
    matches('$lte with NaN finds only NaN', { a: { $lte: NaN } }, [9]),
    matches('$gt with NaN finds nothing', { a: { $gt: NaN } }, []),
    matches('$lt with a number does not find NaN', { a: { $lt: -1e300 } }, []),
    matches(
      '$gte with MinKey finds every document',
      { a: { $gte: new MinKey() } },
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ),
    matches(
      '$lt with MaxKey finds every document',
      { a: { $lt: new MaxKey() } },
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ),
    matches('$gt with MaxKey finds nothing', { a: { $gt: new MaxKey() } }, []),
    matches('$gte with null finds null and missing fields', { a: { $gte: null } }, [6, 7]),
    matches('$gt with null finds nothing', { a: { $gt: null } }, []),
    matches('$gt with a document compares documents', { a: { $gt: { b: 0 } } }, [10]),
    matches('$gt with an array compares whole arrays', { a: { $gt: [3, 8] } }, [8]),
    matches('$ne leaves out arrays with an equal item', { a: { $ne: 9 } }, [1, 2, 3, 4, 5, 6, 7, 9, 10]),
  ],
};

const elements: Page[] = [
  {
    page: 'reference/operator/query/exists',
    section: 'Behavior',
    documents: [{ _id: 1, a: 1 }, { _id: 2, a: null }, { _id: 3 }],
    cases: [
      matches('$exists: true finds null too', { a: { $exists: true } }, [1, 2]),
      matches('$exists: 0 finds missing fields', { a: { $exists: 0 } }, [3]),
      matches('$exists takes a string for true', { a: { $exists: 'no' } }, [1, 2]),
      matches('$exists: null finds missing fields', { a: { $exists: null } }, [3]),
    ],
  },
  {
    page: 'reference/operator/query/type',
    section: 'Behavior',
    documents: [
      { _id: 1, a: 1 },
      { _id: 2, a: 1.5 },
      { _id: 3, a: Long.fromNumber(1) },
      { _id: 4, a: Decimal128.fromString('1') },
      { _id: 5, a: ['x', 1.5] },
      { _id: 6, a: [] },
      { _id: 7, a: null },
    ],
    cases: [
      matches('number stands for the four types of numbers', { a: { $type: 'number' } }, [1, 2, 3, 4, 5]),
      matches('a type matches the items of an array', { a: { $type: 'string' } }, [5]),
      matches('array matches the array itself', { a: { $type: 'array' } }, [5, 6]),
      matches('a list matches any of its types', { a: { $type: ['int', 10] } }, [1, 7]),
      fails('an unknown alias is refused', { a: { $type: 'integer' } }, 2, 'Unknown type name alias'),
      fails('an unknown number is refused', { a: { $type: 42 } }, 2, 'Invalid numerical type code'),
      fails('an empty list is refused', { a: { $type: [] } }, 9, 'must match at least one type'),
      fails('a flag is refused', { a: { $type: true } }, 14),
    ],
  },
  {
    page: 'reference/operator/query/mod',
    section: 'Behavior',
    documents: [
      { _id: 1, q: 0 },
      { _id: 2, q: 5 },
      { _id: 3, q: 12.9 },
      { _id: 4, q: -5 },
      { _id: 5, q: Decimal128.fromString('8.7') },
      { _id: 6, q: Infinity },
      { _id: 7, q: '4' },
      { _id: 8, q: [1, 8] },
      { _id: 9, q: Long.fromString('9223372036854775807') },
    ],
    cases: [
      matches('fractions of values are cut off', { q: { $mod: [4, 0] } }, [1, 3, 5, 8]),
      matches('fractions of the operands are cut off', { q: { $mod: [4.9, 0.9] } }, [1, 3, 5, 8]),
      matches('the remainder has the sign of the value', { q: { $mod: [4, -1] } }, [4]),
      matches('a negative divisor divides', { q: { $mod: [-4, 1] } }, [2, 8]),
      matches('an int64 is divided exactly', { q: { $mod: [10, 7] } }, [9]),
      fails('one number is not enough', { q: { $mod: [4] } }, 2, 'not enough elements'),
      fails('three numbers are too many', { q: { $mod: [4, 0, 0] } }, 2, 'too many elements'),
      fails('an empty list is not enough', { q: { $mod: [] } }, 2, 'not enough elements'),
      fails('a number is no list', { q: { $mod: 4 } }, 2, 'needs to be an array'),
      fails('zero is no divisor', { q: { $mod: [0, 0] } }, 2, 'divisor cannot be 0'),
      fails('infinity is no divisor', { q: { $mod: [Infinity, 0] } }, 2),
      fails('NaN is no remainder', { q: { $mod: [4, NaN] } }, 2),
      fails('a string is no divisor', { q: { $mod: ['4', 0] } }, 2, 'divisor not a number'),
    ],
  },
];

const arrays: Page[] = [
  {
    page: 'reference/operator/query/size',
    section: 'Definition',
    documents: [
      { _id: 1, a: [] },
      { _id: 2, a: [1, 2] },
      { _id: 3, a: 2 },
      { _id: 4, a: [[1, 2]] },
    ],
    cases: [
      matches('$size matches the length of the array', { a: { $size: 2 } }, [2]),
      matches('$size takes a double without fraction', { a: { $size: new Double(0) } }, [1]),
      fails('$size refuses a fraction', { a: { $size: 1.5 } }, 9, 'Failed to parse $size'),
      fails('$size refuses a negative number', { a: { $size: -1 } }, 9, 'non-negative'),
      fails('$size refuses a string', { a: { $size: '1' } }, 9, 'Expected a number'),
    ],
  },
  {
    page: 'reference/operator/query/all',
    section: 'Behavior',
    documents: [
      { _id: 1, a: [1, 2, 3] },
      { _id: 2, a: [[1, 2]] },
      { _id: 3, a: 1 },
      {
        _id: 4,
        a: [
          { k: 1, v: 1 },
          { k: 2, v: 2 },
        ],
      },
    ],
    cases: [
      matches('$all needs each of its values', { a: { $all: [1, 3] } }, [1]),
      matches('$all with one value matches a scalar', { a: { $all: [1] } }, [1, 3]),
      matches('$all with an array finds an array in the array', { a: { $all: [[1, 2]] } }, [2]),
      matches('$all with no value finds nothing', { a: { $all: [] } }, []),
      matches(
        '$all with $elemMatch needs an item for each of them',
        { a: { $all: [{ $elemMatch: { k: 1 } }, { $elemMatch: { v: 2 } }] } },
        [4],
      ),
      fails(
        '$all refuses a value beside $elemMatch',
        { a: { $all: [{ $elemMatch: { k: 1 } }, 1] } },
        2,
        'consistent',
      ),
      fails('$all refuses $elemMatch beside a value', { a: { $all: [1, { $elemMatch: { k: 1 } }] } }, 2),
      fails('$all refuses operators', { a: { $all: [{ $gt: 1 }] } }, 2, 'no $ expressions in $all'),
      fails('$all needs an array', { a: { $all: 1 } }, 2, '$all needs an array'),
    ],
  },
  {
    page: 'reference/operator/query/elemMatch',
    section: 'Behavior',
    documents: [
      { _id: 1, a: [82, 85, 88] },
      { _id: 2, a: [75, 88, 89] },
      { _id: 3, a: [[82]] },
      {
        _id: 4,
        a: [
          { b: 1, c: 2 },
          { b: 3, c: 4 },
        ],
      },
      { _id: 5, a: { b: 1, c: 2 } },
      { _id: 6, a: [{ $ref: 'x', $id: 7, $db: 'y', more: 1 }] },
    ],
    cases: [
      matches('one item must meet all conditions', { a: { $elemMatch: { $gte: 80, $lt: 85 } } }, [1]),
      matches('an array in the array is no number', { a: { $elemMatch: { $eq: 82 } } }, [1]),
      matches('one item must have all fields', { a: { $elemMatch: { b: 1, c: 4 } } }, []),
      matches('a document is no array', { a: { $elemMatch: { b: 1 } } }, [4]),
      matches('an empty condition finds documents and arrays', { a: { $elemMatch: {} } }, [3, 4, 6]),
      matches('an array in the array has positions as fields', { a: { $elemMatch: { 0: 82 } } }, [3]),
      matches('the fields of a DBRef are fields', { a: { $elemMatch: { $ref: 'x', $id: 7 } } }, [6]),
      matches('one field of a DBRef is enough', { a: { $elemMatch: { $id: 7 } } }, [6]),
      matches('other fields may stand beside a DBRef', { a: { $elemMatch: { $db: 'y', more: 1 } } }, [6]),
      matches('logical operators test an item', { a: { $elemMatch: { $or: [{ b: 3 }, { b: 9 }] } } }, [4]),
      fails('$elemMatch needs an object', { a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'),
    ],
  },
  {
    page: 'tutorial/query-arrays',
    section: 'Query an Array by Array Length',
    documents: [
      { _id: 1, a: [{ b: [1, 2] }, { b: 3 }] },
      { _id: 2, a: { b: 1 } },
      { _id: 3, a: [[{ b: 1 }]] },
      { _id: 4, a: [] },
      { _id: 5, a: { 0: { b: 1 } } },
      { _id: 6, a: [{ 0: 'zero' }] },
    ],
    cases: [
      matches('a path enters the documents of an array', { 'a.b': 1 }, [1, 2]),
      matches('a path with a position enters the item', { 'a.0.b': 2 }, [1]),
      matches('a position can be a field name', { 'a.0.b': 1 }, [1, 3, 5]),
      matches('a position can be a field of an item', { 'a.0': 'zero' }, [6]),
      matches('null matches no empty array', { 'a.b': null }, [5, 6]),
      matches('a whole array is equal item by item', { 'a.b': [1, 2] }, [1]),
    ],
  },
];

const logic: Page[] = [
  {
    page: 'reference/operator/query/not',
    section: 'Behavior',
    documents: [{ _id: 1, a: 1 }, { _id: 2, a: 5 }, { _id: 3 }, { _id: 4, a: [1, 5] }],
    cases: [
      matches('$not finds missing fields', { a: { $not: { $gt: 3 } } }, [1, 3]),
      matches('$not negates all its conditions together', { a: { $not: { $gt: 3, $lt: 4 } } }, [1, 2, 3]),
      fails('$not refuses an empty document', { a: { $not: {} } }, 2, '$not cannot be empty'),
      fails('$not refuses a value', { a: { $not: 3 } }, 2, '$not needs a regex or a document'),
      fails('$not refuses a document without operators', { a: { $not: { b: 1 } } }, 2, 'unknown operator'),
      matches('$nor finds documents that meet no condition', { $nor: [{ a: 1 }, { a: 9 }] }, [2, 3]),
      fails('$or refuses an empty list', { $or: [] }, 2, 'nonempty array'),
      fails('$and refuses values', { $and: [1] }, 2, 'entries need to be full objects'),
      fails('$nor refuses a document', { $nor: {} }, 2, '$nor must be an array'),
      fails('an unknown operator is refused', { $foo: 1 }, 2, 'unknown top level operator'),
      fails('an unknown operator of a field is refused', { a: { $foo: 1 } }, 2, 'unknown operator'),
      fails('$options needs $regex', { a: { $options: 'i' } }, 2, '$options needs a $regex'),
    ],
  },
  {
    page: 'reference/operator/query/in',
    section: 'Syntax',
    documents: [
      { _id: 1, a: 1 },
      { _id: 2, a: [1, 2] },
      { _id: 3, a: 'abc' },
      { _id: 4 },
      { _id: 5, a: null },
      { _id: 6, a: { b: 1, c: 2 } },
    ],
    cases: [
      matches('$in finds a whole array', { a: { $in: [[1, 2]] } }, [2]),
      matches('$in finds null and missing fields', { a: { $in: [null] } }, [4, 5]),
      matches('$in takes regular expressions', { a: { $in: [/^ab/] } }, [3]),
      matches('$nin finds missing fields', { a: { $nin: [1, 'abc'] } }, [4, 5, 6]),
      matches('$nin with null leaves out missing fields', { a: { $nin: [null] } }, [1, 2, 3, 6]),
      matches('$in with nothing finds nothing', { a: { $in: [] } }, []),
      matches('$nin with nothing finds everything', { a: { $nin: [] } }, [1, 2, 3, 4, 5, 6]),
      matches('documents are equal with the same order of fields', { a: { $in: [{ c: 2, b: 1 }] } }, []),
      fails('$in needs an array', { a: { $in: 1 } }, 2, '$in needs an array'),
      fails('$nin needs an array', { a: { $nin: 1 } }, 2, '$nin needs an array'),
      fails('$in refuses operators', { a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'),
      fails('$ne refuses a regular expression', { a: { $ne: /x/ } }, 2, "Can't have regex as arg to $ne"),
      fails('$gt refuses a regular expression', { a: { $gt: /x/ } }, 2, "Can't have RegEx as arg"),
    ],
  },
];

/** 54 is 0b110110; the bytes 0xff and 0x01 make the bits 0 to 8. */
const BITS = [
  { _id: 1, a: 54 },
  { _id: 2, a: 54.5 },
  { _id: 3, a: new Binary(Buffer.from([54]), 0) },
  { _id: 4, a: -1 },
  { _id: 5, a: new Binary(Buffer.from([0xff, 0x01]), 0) },
  { _id: 6, a: '54' },
  { _id: 7, a: Long.fromString('-9223372036854775808') },
  { _id: 8, a: [54, 0] },
  { _id: 9, a: 1e300 },
];

const bits: Page = {
  page: 'reference/operator/query/bitsAllSet',
  section: 'Behavior',
  documents: BITS,
  cases: [
    matches(
      'positions are tested in numbers and binary values',
      { a: { $bitsAllSet: [1, 5] } },
      [1, 3, 4, 5, 8],
    ),
    matches('a number is a mask', { a: { $bitsAllSet: 50 } }, [1, 3, 4, 5, 8]),
    matches(
      'a binary value is a mask',
      { a: { $bitsAllSet: new Binary(Buffer.from([0x32]), 0) } },
      [1, 3, 4, 5, 8],
    ),
    matches('the sign is at all high positions of a number', { a: { $bitsAllSet: [200] } }, [4, 7]),
    matches('high positions of binary values are clear', { a: { $bitsAllClear: [200] } }, [1, 3, 5, 8]),
    matches(
      'a long binary mask reaches the second byte',
      { a: { $bitsAllSet: new Binary(Buffer.from([0, 1]), 0) } },
      [4, 5],
    ),
    matches('$bitsAnySet needs one bit', { a: { $bitsAnySet: [0, 8] } }, [4, 5]),
    matches('$bitsAnyClear needs one clear bit', { a: { $bitsAnyClear: [4, 9] } }, [1, 3, 5, 7, 8]),
    matches('$bitsAllClear needs all bits clear', { a: { $bitsAllClear: [0, 3] } }, [1, 3, 7, 8]),
    matches('an empty list is met by all numbers', { a: { $bitsAllSet: [] } }, [1, 3, 4, 5, 7, 8]),
    matches('an empty list has no bit that is set', { a: { $bitsAnySet: [] } }, []),
    fails('a negative mask is refused', { a: { $bitsAllSet: -1 } }, 9),
    fails('a mask with a fraction is refused', { a: { $bitsAllSet: 1.5 } }, 9, 'Expected an integer'),
    fails('a mask beyond 64 bits is refused', { a: { $bitsAllSet: 1e20 } }, 9, '64-bit integer'),
    fails('NaN is no mask', { a: { $bitsAllSet: NaN } }, 9, 'NaN'),
    fails('a string is no mask', { a: { $bitsAllSet: '1' } }, 2, 'takes an Array, a number, or a BinData'),
    fails('a negative position is refused', { a: { $bitsAllSet: [-1] } }, 2, 'must be >= 0'),
    fails('a position with a fraction is refused', { a: { $bitsAllSet: [0.5] } }, 2, 'must be an integer'),
    fails('a position beyond 32 bits is refused', { a: { $bitsAllSet: [3e9] } }, 2, '32-bit signed integer'),
    fails('a string is no position', { a: { $bitsAllSet: ['1'] } }, 2, 'must be an integer'),
  ],
};

const references: Page = {
  page: 'reference/database-references',
  section: 'DBRefs',
  documents: [
    { _id: 1, a: { $ref: 'c', $id: 1 } },
    { _id: 2, a: { $ref: 'c', $id: 2, $db: 'd' } },
    { _id: 3, a: [{ $ref: 'c', $id: 1 }] },
  ],
  cases: [
    matches('a DBRef is a value', { a: { $ref: 'c', $id: 1 } }, [1, 3]),
    matches('a field of a DBRef has a path', { 'a.$id': 2 }, [2]),
    matches('$in takes DBRefs', { a: { $in: [{ $ref: 'c', $id: 2, $db: 'd' }] } }, [2]),
    fails('half a DBRef is an unknown operator', { a: { $ref: 'c' } }, 2, 'unknown operator: $ref'),
    {
      name: 'a DBRef is stored by $set',
      request: update({ _id: 1 }, { $set: { a: { $ref: 'e', $id: 3 } } }),
      reply: { nModified: 1 },
    },
  ],
};

export const filters: Page[] = [comparison, ...elements, ...arrays, ...logic, bits, references];
