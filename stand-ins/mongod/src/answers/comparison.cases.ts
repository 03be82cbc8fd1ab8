import { Binary, Code, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Page } from './case.js';
import { distinct, find, sortBy } from './requests.js';

const page = 'reference/bson-type-comparison-order';
const id = new ObjectId('000000000000000000000001');

/** One value of each type, in the order of the manual. */
const TYPES = [
  new MinKey(),
  null,
  5,
  'a',
  { a: 1 },
  new Binary(Buffer.from('x')),
  id,
  false,
  new Date(0),
  new Timestamp({ t: 1, i: 1 }),
  /a/,
  new Code('f()'),
  new Code('f()', { a: 1 }),
  new MaxKey(),
];
const rowsOf = (values: unknown[]) => values.map((a, _id) => ({ _id, a }));
const shuffled = (values: unknown[]) =>
  rowsOf(values).toSorted((x, y) => ((x._id * 7) % 11) - ((y._id * 7) % 11));

const NUMBERS = rowsOf([
  new Double(-Infinity),
  Long.MIN_VALUE,
  -1,
  Decimal128.fromString('-0.5'),
  0,
  new Double(0.5),
  1,
  Long.fromNumber(2),
  Decimal128.fromString('2.5'),
  new Double(2 ** 53),
  Long.fromBigInt(2n ** 53n + 1n),
  Long.MAX_VALUE,
  new Double(Infinity),
]);

export const comparison: Page[] = [
  {
    page,
    section: 'Comparison/Sort Order',
    cases: [
      {
        name: 'an ascending sort orders the types',
        documents: shuffled(TYPES),
        request: sortBy({ a: 1 }),
        ids: TYPES.map((_, i) => i),
      },
      {
        name: 'a descending sort reverses the types',
        documents: shuffled(TYPES),
        request: sortBy({ a: -1 }),
        ids: TYPES.map((_, i) => i).toReversed(),
      },
      {
        name: 'an index on the field gives the same order',
        documents: shuffled(TYPES),
        before: [{ createIndexes: '', indexes: [{ key: { a: 1 }, name: 'a_1' }] }],
        request: sortBy({ a: 1 }, { hint: 'a_1' }),
        ids: TYPES.map((_, i) => i),
      },
      {
        name: 'an index read backwards gives the descending order',
        documents: shuffled(TYPES),
        before: [{ createIndexes: '', indexes: [{ key: { a: 1 }, name: 'a_1' }] }],
        request: sortBy({ a: -1 }, { hint: 'a_1' }),
        ids: TYPES.map((_, i) => i).toReversed(),
      },
      {
        name: '$gt of a number finds no other type',
        documents: rowsOf(TYPES),
        request: find({ a: { $gt: 0 } }),
        ids: [2],
      },
      {
        name: '$lt of a string finds no other type',
        documents: rowsOf(TYPES),
        request: find({ a: { $lt: 'b' } }),
        ids: [3],
      },
      {
        name: '$gte of an object finds objects',
        documents: rowsOf(TYPES),
        request: find({ a: { $gte: {} } }),
        ids: [4],
      },
      {
        name: '$gt of an ObjectId finds ObjectIds',
        documents: rowsOf(TYPES),
        request: find({ a: { $gt: new ObjectId('000000000000000000000000') } }),
        ids: [6],
      },
      {
        name: '$lt of true finds false',
        documents: rowsOf(TYPES),
        request: find({ a: { $lt: true } }),
        ids: [7],
      },
      {
        name: '$lte of a date finds dates',
        documents: rowsOf(TYPES),
        request: find({ a: { $lte: new Date(0) } }),
        ids: [8],
      },
      {
        name: '$gt of MinKey finds every other value',
        documents: rowsOf(TYPES),
        request: find({ a: { $gt: new MinKey() } }, { sort: { _id: 1 } }),
        ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
      },
      {
        name: '$lt of MaxKey finds every other value',
        documents: rowsOf(TYPES),
        request: find({ a: { $lt: new MaxKey() } }, { sort: { _id: 1 } }),
        ids: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      },
    ],
  },
  {
    page,
    section: 'Numeric Types',
    documents: NUMBERS.toReversed(),
    cases: [
      {
        name: 'numbers of all types sort by their value',
        request: sortBy({ a: 1 }),
        ids: NUMBERS.map(({ _id }) => _id),
      },
      {
        name: 'an int64 next to a double is not rounded',
        request: find({ a: { $gt: new Double(2 ** 53) } }, { sort: { _id: 1 } }),
        ids: [10, 11, 12],
      },
      {
        name: '$lt of a decimal counts every numeric type',
        request: find({ a: { $lt: Decimal128.fromString('0.25') } }, { sort: { _id: 1 } }),
        ids: [0, 1, 2, 3, 4],
      },
      { name: 'a double equals an int32 of the same value', request: find({ a: new Double(1) }), ids: [6] },
      {
        name: 'a decimal equals an int64 of the same value',
        request: find({ a: Decimal128.fromString('2.00') }),
        ids: [7],
      },
      {
        name: '$in compares numbers of different types',
        request: find(
          { a: { $in: [Long.fromNumber(0), Decimal128.fromString('0.5')] } },
          { sort: { _id: 1 } },
        ),
        ids: [4, 5],
      },
      {
        name: 'infinity is above every int64',
        request: find({ a: { $gte: new Double(Infinity) } }),
        ids: [12],
      },
      {
        name: 'a decimal with another exponent is the same value',
        request: find({ a: Decimal128.fromString('-5E-1') }),
        ids: [3],
      },
      {
        name: 'NaN sorts below the other numbers',
        documents: rowsOf([new Double(NaN), new Double(-Infinity), 0]).toReversed(),
        request: sortBy({ a: 1 }),
        ids: [0, 1, 2],
      },
      {
        name: 'NaN equals NaN',
        documents: rowsOf([new Double(NaN), 1, Decimal128.fromString('NaN')]),
        request: find({ a: new Double(NaN) }, { sort: { _id: 1 } }),
        ids: [0, 2],
      },
      {
        name: 'NaN is in no range of numbers',
        documents: rowsOf([new Double(NaN), 1]),
        request: find({ a: { $lt: 5 } }),
        ids: [1],
      },
      {
        name: 'minus zero equals zero',
        documents: rowsOf([new Double(-0), 0, Decimal128.fromString('-0')]),
        request: find({ a: 0 }, { sort: { _id: 1 } }),
        ids: [0, 1, 2],
      },
      {
        name: 'distinct treats equal numbers of two types as one',
        documents: rowsOf([1, new Double(1), Long.fromNumber(1), 2]),
        request: distinct('a'),
        reply: { values: [1, 2] },
      },
    ],
  },
  {
    page,
    section: 'Strings: Binary Comparison',
    documents: rowsOf(['', 'A', 'Z', 'a', 'aa', 'b', 'é', '\uffee', '😀']).toReversed(),
    cases: [
      {
        name: 'strings sort by their UTF-8 bytes',
        request: sortBy({ a: 1 }),
        ids: [0, 1, 2, 3, 4, 5, 6, 7, 8],
      },
      {
        name: 'upper case is below lower case',
        request: find({ a: { $lt: 'a', $gt: '' } }, { sort: { _id: 1 } }),
        ids: [1, 2],
      },
      { name: 'a prefix is below the longer string', request: find({ a: { $gt: 'a', $lt: 'b' } }), ids: [4] },
      { name: 'equality respects case', request: find({ a: 'Z' }), ids: [2] },
      {
        name: 'a character beyond 16 bits is above U+FFEE',
        request: find({ a: { $gt: '\uffee' } }),
        ids: [8],
      },
    ],
  },
  {
    page,
    section: 'Arrays',
    documents: [
      { _id: 1, a: [5, 1] },
      { _id: 2, a: 2 },
      { _id: 3, a: [] },
      { _id: 4, a: null },
      { _id: 5 },
      { _id: 6, a: [3, 4] },
      { _id: 7, a: [[0], 9] },
    ],
    cases: [
      {
        name: 'an ascending sort takes the lowest item',
        request: sortBy({ a: 1, _id: 1 }),
        ids: [3, 4, 5, 1, 2, 6, 7],
      },
      {
        name: 'a descending sort takes the highest item',
        request: sortBy({ a: -1, _id: 1 }),
        ids: [7, 1, 6, 2, 4, 5, 3],
      },
      { name: '$lt compares with the lowest item', request: find({ a: { $lt: 2 } }), ids: [1] },
      {
        name: '$gt compares with the highest item',
        request: find({ a: { $gt: 4 } }, { sort: { _id: 1 } }),
        ids: [1, 7],
      },
      { name: 'a range compares with any two items', request: find({ a: { $gt: 4, $lt: 2 } }), ids: [1] },
      {
        name: 'an array as operand compares with arrays',
        request: find({ a: { $gte: [4] } }, { sort: { _id: 1 } }),
        ids: [1, 7],
      },
      { name: 'an empty array equals only itself', request: find({ a: [] }), ids: [3] },
    ],
  },
  {
    page,
    section: 'Objects',
    documents: rowsOf([{}, { a: 1 }, { a: 1, b: 1 }, { a: 2 }, { b: 0 }, { a: 'x' }]).toReversed(),
    cases: [
      {
        name: 'objects sort by type, name and value of each field',
        request: sortBy({ a: 1 }),
        ids: [0, 1, 2, 3, 4, 5],
      },
      {
        name: 'an object with one field more is greater',
        request: find({ a: { $gt: { a: 1 }, $lt: { a: 2 } } }),
        ids: [2],
      },
      {
        name: 'the order of the fields matters for equality',
        documents: rowsOf([
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ]),
        request: find({ a: { b: 2, a: 1 } }),
        ids: [1],
      },
      {
        name: 'numbers inside of objects are equal across types',
        documents: rowsOf([{ n: 1 }, { n: 2 }]),
        request: find({ a: { n: new Double(1) } }),
        ids: [0],
      },
    ],
  },
  {
    page,
    section: 'Dates and Timestamps',
    documents: rowsOf([
      new Date(-1),
      new Date(0),
      new Date(1),
      new Timestamp({ t: 0, i: 1 }),
      new Timestamp({ t: 1, i: 0 }),
      new Timestamp({ t: 2 ** 32 - 1, i: 0 }),
    ]).toReversed(),
    cases: [
      { name: 'dates sort before timestamps', request: sortBy({ a: 1 }), ids: [0, 1, 2, 3, 4, 5] },
      {
        name: 'a date before 1970 is lower than one after',
        request: find({ a: { $lt: new Date(0) } }),
        ids: [0],
      },
      {
        name: 'a timestamp is compared as an unsigned number',
        request: find({ a: { $gt: new Timestamp({ t: 1, i: 0 }) } }),
        ids: [5],
      },
    ],
  },
  {
    page,
    section: 'Non-existent Fields',
    documents: [{ _id: 1, a: 1 }, { _id: 2 }, { _id: 3, a: null }],
    cases: [
      { name: 'a missing field sorts like null', request: sortBy({ a: 1, _id: -1 }), ids: [3, 2, 1] },
      {
        name: 'a missing field is last in descending order',
        request: sortBy({ a: -1, _id: 1 }),
        ids: [1, 2, 3],
      },
      { name: '$gt of a number finds no missing field', request: find({ a: { $gt: -5 } }), ids: [1] },
      {
        name: '$lte of null finds null and missing fields',
        request: find({ a: { $lte: null } }, { sort: { _id: 1 } }),
        ids: [2, 3],
      },
    ],
  },
  {
    page,
    section: 'BinData',
    documents: rowsOf([
      new Binary(Buffer.from('b'), 0),
      new Binary(Buffer.from('a'), 5),
      new Binary(Buffer.from('b'), 5),
      new Binary(Buffer.from('aa'), 0),
    ]).toReversed(),
    cases: [
      { name: 'length, then subtype, then bytes decide', request: sortBy({ a: 1 }), ids: [0, 1, 2, 3] },
      {
        name: 'a range follows the length first',
        request: find({ a: { $gt: new Binary(Buffer.from('z'), 5) } }),
        ids: [3],
      },
      {
        name: 'equality needs the same subtype',
        request: find({ a: new Binary(Buffer.from('b'), 5) }),
        ids: [2],
      },
    ],
  },
];
