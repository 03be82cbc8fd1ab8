import { Decimal128, Double, Long } from 'bson';
import type { Page } from './case.js';
import { find } from './requests.js';

const at = (page: string, section: string) => ({ page: `reference/operator/query/${page}`, section });
const ordered = (filter: object) => find(filter, { sort: { _id: 1 } });

const INVENTORY = [
  { _id: 1, item: { name: 'ab', code: '123' }, qty: 15, tags: ['A', 'B', 'C'] },
  { _id: 2, item: { name: 'cd', code: '123' }, qty: 20, tags: ['B'] },
  { _id: 3, item: { name: 'ij', code: '456' }, qty: 25, tags: ['A', 'B'] },
  { _id: 4, item: { name: 'xy', code: '456' }, qty: 30, tags: ['B', 'A'] },
  { _id: 5, item: { name: 'mn', code: '000' }, qty: 20, tags: [['A', 'B'], 'C'] },
];

const RECORDS = [
  { _id: 1, a: 5, b: 5, c: null },
  { _id: 2, a: 3, b: null, c: 8 },
  { _id: 3, a: null, b: 3, c: 9 },
  { _id: 4, a: 1, b: 2, c: 3 },
  { _id: 5, a: 2, c: 5 },
  { _id: 6, a: 3, b: 2 },
  { _id: 7, a: 4 },
  { _id: 8, b: 2, c: 4 },
  { _id: 9, b: 2 },
  { _id: 10, c: 6 },
];

const SURVEY = [
  {
    _id: 1,
    results: [
      { product: 'abc', score: 10 },
      { product: 'xyz', score: 5 },
    ],
  },
  {
    _id: 2,
    results: [
      { product: 'abc', score: 8 },
      { product: 'xyz', score: 7 },
    ],
  },
  {
    _id: 3,
    results: [
      { product: 'abc', score: 7 },
      { product: 'xyz', score: 8 },
    ],
  },
  {
    _id: 4,
    results: [
      { product: 'abc', score: 7 },
      { product: 'def', score: 8 },
    ],
  },
  { _id: 5, results: { product: 'xyz', score: 7 } },
];

const ADDRESSES = [
  { _id: 1, zip: '2030908345' },
  { _id: 2, zip: 43339374 },
  { _id: 3, zip: Long.fromNumber(3921412) },
  { _id: 4, zip: new Double(88.5) },
  { _id: 5, zip: ['834847278', '1893289032'] },
  { _id: 6, zip: null },
  { _id: 7, zip: [[], 1] },
  { _id: 8, zip: Decimal128.fromString('1') },
  { _id: 9 },
];

export const queryOperators: Page[] = [
  {
    ...at('eq', 'Examples'),
    documents: INVENTORY,
    cases: [
      { name: '$eq finds a value', request: ordered({ qty: { $eq: 20 } }), ids: [2, 5] },
      { name: 'a plain value is the same as $eq', request: ordered({ qty: 20 }), ids: [2, 5] },
      {
        name: '$eq of a field in an embedded document',
        request: ordered({ 'item.name': { $eq: 'ab' } }),
        ids: [1],
      },
      { name: '$eq finds an item of an array', request: ordered({ tags: { $eq: 'B' } }), ids: [1, 2, 3, 4] },
      {
        name: '$eq of an array finds it whole or as an item',
        request: ordered({ tags: { $eq: ['A', 'B'] } }),
        ids: [3, 5],
      },
      {
        name: '$eq of an embedded document needs all its fields',
        request: ordered({ item: { $eq: { name: 'ab' } } }),
        ids: [],
      },
      {
        name: '$eq of a regular expression finds only stored ones',
        documents: [
          { _id: 1, company: 'MongoDB' },
          { _id: 2, company: /MongoDB/ },
        ],
        request: ordered({ company: { $eq: /MongoDB/ } }),
        ids: [2],
      },
      {
        name: 'a plain regular expression also matches strings',
        documents: [
          { _id: 1, company: 'MongoDB' },
          { _id: 2, company: /MongoDB/ },
        ],
        request: ordered({ company: /MongoDB/ }),
        ids: [1, 2],
      },
    ],
  },
  {
    ...at('ne', 'Example'),
    documents: INVENTORY,
    cases: [
      { name: '$ne finds other values', request: ordered({ qty: { $ne: 20 } }), ids: [1, 3, 4] },
      {
        name: '$ne finds documents without the field',
        request: ordered({ gone: { $ne: 1 } }),
        ids: [1, 2, 3, 4, 5],
      },
      {
        name: '$ne of an item refuses arrays that hold it',
        request: ordered({ tags: { $ne: 'A' } }),
        ids: [2, 5],
      },
    ],
  },
  {
    ...at('gt', 'Examples'),
    documents: INVENTORY,
    cases: [
      { name: '$gt finds greater values', request: ordered({ qty: { $gt: 20 } }), ids: [3, 4] },
      { name: '$gte finds equal ones too', request: ordered({ qty: { $gte: 20 } }), ids: [2, 3, 4, 5] },
      { name: '$lt finds lower values', request: ordered({ qty: { $lt: 20 } }), ids: [1] },
      { name: '$lte finds equal ones too', request: ordered({ qty: { $lte: 20 } }), ids: [1, 2, 5] },
      { name: 'two bounds make a range', request: ordered({ qty: { $gt: 15, $lt: 30 } }), ids: [2, 3, 5] },
    ],
  },
  {
    ...at('in', 'Examples'),
    documents: INVENTORY,
    cases: [
      { name: '$in finds any of the values', request: ordered({ qty: { $in: [15, 25] } }), ids: [1, 3] },
      {
        name: '$in finds arrays with one of the values',
        request: ordered({ tags: { $in: ['C'] } }),
        ids: [1, 5],
      },
      {
        name: '$in takes regular expressions',
        request: ordered({ 'item.name': { $in: [/^a/, /^x/] } }),
        ids: [1, 4],
      },
      { name: '$in of an empty list finds nothing', request: ordered({ qty: { $in: [] } }), ids: [] },
      {
        name: '$in needs an array',
        request: ordered({ qty: { $in: 5 } }),
        error: 2,
        message: '$in needs an array',
      },
      {
        name: '$in cannot hold operators',
        request: ordered({ qty: { $in: [{ $gt: 5 }] } }),
        error: 2,
        message: 'cannot nest $ under $in',
      },
    ],
  },
  {
    ...at('nin', 'Examples'),
    documents: INVENTORY,
    cases: [
      {
        name: '$nin finds values that are not in the list',
        request: ordered({ qty: { $nin: [20, 15] } }),
        ids: [3, 4],
      },
      {
        name: '$nin finds documents without the field',
        request: ordered({ gone: { $nin: [1] } }),
        ids: [1, 2, 3, 4, 5],
      },
      {
        name: '$nin refuses arrays with one of the values',
        request: ordered({ tags: { $nin: ['A', 'C'] } }),
        ids: [2],
      },
      {
        name: '$nin needs an array',
        request: ordered({ qty: { $nin: 5 } }),
        error: 2,
        message: '$nin needs an array',
      },
    ],
  },
  {
    ...at('and', 'Examples'),
    documents: INVENTORY,
    cases: [
      { name: '$and needs every part', request: ordered({ $and: [{ qty: 20 }, { tags: 'B' }] }), ids: [2] },
      {
        name: '$and of two $or',
        request: ordered({
          $and: [{ $or: [{ qty: 15 }, { qty: 30 }] }, { $or: [{ tags: 'C' }, { _id: 9 }] }],
        }),
        ids: [1],
      },
      {
        name: '$and needs an array',
        request: ordered({ $and: { qty: 20 } }),
        error: 2,
        message: '$and must be an array',
      },
      {
        name: '$and needs at least one part',
        request: ordered({ $and: [] }),
        error: 2,
        message: 'nonempty array',
      },
      { name: '$and takes only objects', request: ordered({ $and: [1] }), error: 2, message: 'full objects' },
    ],
  },
  {
    ...at('or', 'Behaviors'),
    documents: INVENTORY,
    cases: [
      {
        name: '$or needs one part',
        request: ordered({ $or: [{ qty: { $lt: 20 } }, { 'item.name': 'xy' }] }),
        ids: [1, 4],
      },
      {
        name: '$or needs at least one part',
        request: ordered({ $or: [] }),
        error: 2,
        message: 'nonempty array',
      },
    ],
  },
  {
    ...at('nor', 'Examples'),
    documents: INVENTORY,
    cases: [
      {
        name: '$nor refuses what fits one part',
        request: ordered({ $nor: [{ qty: 20 }, { tags: 'C' }] }),
        ids: [3, 4],
      },
      {
        name: '$nor finds documents without the fields',
        request: ordered({ $nor: [{ price: 1.99 }, { sale: true }] }),
        ids: [1, 2, 3, 4, 5],
      },
    ],
  },
  {
    ...at('not', 'Behavior'),
    documents: INVENTORY,
    cases: [
      {
        name: '$not of $gt finds the rest, also missing fields',
        documents: [{ _id: 1, price: 1 }, { _id: 2, price: 3 }, { _id: 3 }],
        request: ordered({ price: { $not: { $gt: 1.99 } } }),
        ids: [1, 3],
      },
      {
        name: '$not of a regular expression',
        request: ordered({ 'item.name': { $not: /^[ac].*/ } }),
        ids: [3, 4, 5],
      },
      {
        name: '$not of $regex as an operator',
        request: ordered({ 'item.name': { $not: { $regex: '^x' } } }),
        ids: [1, 2, 3, 5],
      },
      {
        name: '$not needs operators',
        request: ordered({ qty: { $not: 5 } }),
        error: 2,
        message: '$not needs a regex or a document',
      },
      { name: '$not cannot be empty', request: ordered({ qty: { $not: {} } }), error: 2 },
    ],
  },
  {
    ...at('exists', 'Examples'),
    documents: RECORDS,
    cases: [
      {
        name: '$exists: true finds the field, also when it is null',
        request: ordered({ a: { $exists: true } }),
        ids: [1, 2, 3, 4, 5, 6, 7],
      },
      {
        name: '$exists: false finds documents without the field',
        request: ordered({ b: { $exists: false } }),
        ids: [5, 7, 10],
      },
      {
        name: '$exists and $nin together',
        request: ordered({ a: { $exists: true, $nin: [5, 3] } }),
        ids: [3, 4, 5, 7],
      },
      {
        name: 'equality with null finds null and missing fields',
        request: ordered({ c: null }),
        ids: [1, 6, 7, 9],
      },
      { name: '$exists: 0 is false', request: ordered({ c: { $exists: 0 } }), ids: [6, 7, 9] },
    ],
  },
  {
    ...at('type', 'Examples'),
    documents: ADDRESSES,
    cases: [
      {
        name: '$type of string finds strings and arrays of them',
        request: ordered({ zip: { $type: 'string' } }),
        ids: [1, 5],
      },
      { name: '$type takes the number of a type', request: ordered({ zip: { $type: 2 } }), ids: [1, 5] },
      {
        name: '$type number finds all numeric types',
        request: ordered({ zip: { $type: 'number' } }),
        ids: [2, 3, 4, 7, 8],
      },
      {
        name: '$type int does not find other numbers',
        request: ordered({ zip: { $type: 'int' } }),
        ids: [2, 7],
      },
      { name: '$type long', request: ordered({ zip: { $type: 'long' } }), ids: [3] },
      { name: '$type double', request: ordered({ zip: { $type: 'double' } }), ids: [4] },
      { name: '$type decimal', request: ordered({ zip: { $type: 'decimal' } }), ids: [8] },
      {
        name: '$type array finds the field that is an array',
        request: ordered({ zip: { $type: 'array' } }),
        ids: [5, 7],
      },
      {
        name: '$type null finds null, not missing fields',
        request: ordered({ zip: { $type: 'null' } }),
        ids: [6],
      },
      {
        name: '$type takes a list of types',
        request: ordered({ zip: { $type: ['string', 10] } }),
        ids: [1, 5, 6],
      },
      {
        name: '$type of an unknown name is an error',
        request: ordered({ zip: { $type: 'text' } }),
        error: 2,
        message: 'Unknown type name alias: text',
      },
      {
        name: '$type of an unknown number is an error',
        request: ordered({ zip: { $type: 99 } }),
        error: 2,
        message: 'Invalid numerical type code: 99',
      },
    ],
  },
  {
    ...at('mod', 'Examples'),
    documents: [
      { _id: 1, qty: 0 },
      { _id: 2, qty: 5 },
      { _id: 3, qty: 12 },
      { _id: 4, qty: new Double(4.9) },
      { _id: 5, qty: -8 },
      { _id: 6, qty: '4' },
      { _id: 7, qty: Long.fromNumber(7) },
    ],
    cases: [
      {
        name: '$mod finds numbers with the remainder 0',
        request: ordered({ qty: { $mod: [4, 0] } }),
        ids: [1, 3, 4, 5],
      },
      { name: '$mod finds another remainder', request: ordered({ qty: { $mod: [4, 3] } }), ids: [7] },
      {
        name: '$mod cuts the fraction of its operands',
        request: ordered({ qty: { $mod: [new Double(4.5), new Double(1.9)] } }),
        ids: [2],
      },
      {
        name: '$mod with one element is an error',
        request: ordered({ qty: { $mod: [4] } }),
        error: 2,
        message: 'malformed mod, not enough elements',
      },
      {
        name: '$mod with no element is an error',
        request: ordered({ qty: { $mod: [] } }),
        error: 2,
        message: 'malformed mod, not enough elements',
      },
      {
        name: '$mod with three elements is an error',
        request: ordered({ qty: { $mod: [4, 0, 1] } }),
        error: 2,
        message: 'malformed mod, too many elements',
      },
      {
        name: '$mod with the divisor 0 is an error',
        request: ordered({ qty: { $mod: [0, 1] } }),
        error: 2,
        message: 'divisor cannot be 0',
      },
    ],
  },
  {
    ...at('all', 'Behavior'),
    documents: INVENTORY,
    cases: [
      { name: '$all needs every value', request: ordered({ tags: { $all: ['A', 'B'] } }), ids: [1, 3, 4] },
      {
        name: '$all of an array in an array',
        request: ordered({ tags: { $all: [['A', 'B']] } }),
        ids: [3, 5],
      },
      {
        name: '$all of one value fits a plain field',
        request: ordered({ qty: { $all: [20] } }),
        ids: [2, 5],
      },
      { name: '$all of an empty list finds nothing', request: ordered({ tags: { $all: [] } }), ids: [] },
      {
        name: '$all needs an array',
        request: ordered({ tags: { $all: 'A' } }),
        error: 2,
        message: '$all needs an array',
      },
      {
        name: '$all with $elemMatch may match different items',
        documents: SURVEY,
        request: ordered({
          results: {
            $all: [{ $elemMatch: { product: 'abc', score: 7 } }, { $elemMatch: { score: { $gt: 7 } } }],
          },
        }),
        ids: [3, 4],
      },
    ],
  },
  {
    ...at('elemMatch', 'Examples'),
    documents: [
      { _id: 1, results: [82, 85, 88] },
      { _id: 2, results: [75, 88, 89] },
      { _id: 3, results: 83 },
    ],
    cases: [
      {
        name: '$elemMatch needs one item in the range',
        request: ordered({ results: { $elemMatch: { $gte: 80, $lt: 85 } } }),
        ids: [1],
      },
      {
        name: 'without $elemMatch two items may be the bounds',
        request: ordered({ results: { $gte: 80, $lt: 85 } }),
        ids: [1, 2, 3],
      },
      {
        name: '$elemMatch of embedded documents',
        documents: SURVEY,
        request: ordered({ results: { $elemMatch: { product: 'xyz', score: { $gte: 8 } } } }),
        ids: [3],
      },
      {
        name: '$elemMatch with one condition',
        documents: SURVEY,
        request: ordered({ results: { $elemMatch: { product: 'def' } } }),
        ids: [4],
      },
      {
        name: '$elemMatch with $ne needs an item that differs',
        documents: SURVEY,
        request: ordered({ results: { $elemMatch: { product: { $ne: 'xyz' } } } }),
        ids: [1, 2, 3, 4],
      },
      {
        name: '$ne without $elemMatch refuses any such item',
        documents: SURVEY,
        request: ordered({ 'results.product': { $ne: 'xyz' } }),
        ids: [4],
      },
      {
        name: '$elemMatch needs an object',
        request: ordered({ results: { $elemMatch: 5 } }),
        error: 2,
        message: '$elemMatch needs an Object',
      },
    ],
  },
  {
    ...at('size', 'Definition'),
    documents: [
      { _id: 1, field: ['red', 'green'] },
      { _id: 2, field: ['apple'] },
      { _id: 3, field: 'ab' },
      { _id: 4, field: [] },
      { _id: 5, field: [[1, 2]] },
    ],
    cases: [
      { name: '$size finds arrays of a length', request: ordered({ field: { $size: 2 } }), ids: [1] },
      { name: '$size 0 finds empty arrays', request: ordered({ field: { $size: 0 } }), ids: [4] },
      {
        name: '$size does not look into inner arrays',
        request: ordered({ field: { $size: 1 } }),
        ids: [2, 5],
      },
      { name: '$size takes no negative number', request: ordered({ field: { $size: -1 } }), error: 9 },
      { name: '$size takes no fraction', request: ordered({ field: { $size: 1.5 } }), error: 9 },
    ],
  },
  {
    ...at('bitsAllSet', 'Examples'),
    documents: [
      { _id: 1, a: 54 },
      { _id: 2, a: 20 },
      { _id: 3, a: new Double(20) },
      { _id: 4, a: Long.fromNumber(-1) },
      { _id: 5, a: new Double(20.5) },
      { _id: 6, a: 'x' },
    ],
    cases: [
      { name: '$bitsAllSet with positions', request: ordered({ a: { $bitsAllSet: [1, 5] } }), ids: [1, 4] },
      { name: '$bitsAllSet with a mask', request: ordered({ a: { $bitsAllSet: 50 } }), ids: [1, 4] },
      {
        name: '$bitsAllClear with positions',
        request: ordered({ a: { $bitsAllClear: [1, 5] } }),
        ids: [2, 3],
      },
      { name: '$bitsAllClear with a mask', request: ordered({ a: { $bitsAllClear: 35 } }), ids: [2, 3] },
      { name: '$bitsAnySet with positions', request: ordered({ a: { $bitsAnySet: [1, 5] } }), ids: [1, 4] },
      {
        name: '$bitsAnyClear with positions',
        request: ordered({ a: { $bitsAnyClear: [1, 2] } }),
        ids: [2, 3],
      },
      {
        name: 'a negative number has its sign bit everywhere',
        request: ordered({ a: { $bitsAllSet: [200] } }),
        ids: [4],
      },
    ],
  },
  {
    ...at('comment', 'Behavior'),
    documents: RECORDS,
    cases: [{ name: '$comment changes no answer', request: ordered({ a: 3, $comment: 'why' }), ids: [2, 6] }],
  },
  {
    page: 'tutorial/query-arrays',
    section: 'Query an Array',
    documents: [
      { _id: 1, qty: 25, tags: ['blank', 'red'], dim: [14, 21] },
      { _id: 2, qty: 50, tags: ['red', 'blank'], dim: [14, 21] },
      { _id: 3, qty: 100, tags: ['red', 'blank', 'plain'], dim: [14, 21] },
      { _id: 4, qty: 75, tags: ['blank', 'red'], dim: [22.85, 30] },
      { _id: 5, qty: 45, tags: ['blue'], dim: [10, 15.25] },
    ],
    cases: [
      { name: 'an array matches with its order', request: ordered({ tags: ['red', 'blank'] }), ids: [2] },
      {
        name: '$all matches in any order',
        request: ordered({ tags: { $all: ['red', 'blank'] } }),
        ids: [1, 2, 3, 4],
      },
      { name: 'one item is enough', request: ordered({ tags: 'red' }), ids: [1, 2, 3, 4] },
      { name: 'a condition on one item', request: ordered({ dim: { $gt: 25 } }), ids: [4] },
      {
        name: 'two conditions on any items',
        request: ordered({ dim: { $gt: 15, $lt: 20 } }),
        ids: [1, 2, 3, 5],
      },
      {
        name: 'two conditions on one item',
        request: ordered({ dim: { $elemMatch: { $gt: 22, $lt: 30 } } }),
        ids: [4],
      },
      { name: 'a condition on the second item', request: ordered({ 'dim.1': { $gt: 25 } }), ids: [4] },
      { name: 'a condition on the length', request: ordered({ tags: { $size: 3 } }), ids: [3] },
    ],
  },
  {
    page: 'tutorial/query-array-of-documents',
    section: 'Query for a Document Nested in an Array',
    documents: [
      {
        _id: 1,
        item: 'journal',
        instock: [
          { warehouse: 'A', qty: 5 },
          { warehouse: 'C', qty: 15 },
        ],
      },
      { _id: 2, item: 'notebook', instock: [{ warehouse: 'C', qty: 5 }] },
      {
        _id: 3,
        item: 'paper',
        instock: [
          { warehouse: 'A', qty: 60 },
          { warehouse: 'B', qty: 15 },
        ],
      },
      {
        _id: 4,
        item: 'planner',
        instock: [
          { warehouse: 'A', qty: 40 },
          { warehouse: 'B', qty: 5 },
        ],
      },
      {
        _id: 5,
        item: 'postcard',
        instock: [
          { warehouse: 'B', qty: 15 },
          { warehouse: 'C', qty: 35 },
        ],
      },
    ],
    cases: [
      {
        name: 'an embedded document matches exactly',
        request: ordered({ instock: { warehouse: 'A', qty: 5 } }),
        ids: [1],
      },
      {
        name: 'another order of its fields does not match',
        request: ordered({ instock: { qty: 5, warehouse: 'A' } }),
        ids: [],
      },
      {
        name: 'a field of the first item',
        request: ordered({ 'instock.0.qty': { $lte: 20 } }),
        ids: [1, 2, 5],
      },
      {
        name: 'a field of any item',
        request: ordered({ 'instock.qty': { $lte: 20 } }),
        ids: [1, 2, 3, 4, 5],
      },
      {
        name: 'several conditions on one item',
        request: ordered({ instock: { $elemMatch: { qty: 5, warehouse: 'A' } } }),
        ids: [1],
      },
      {
        name: 'a range on one item',
        request: ordered({ instock: { $elemMatch: { qty: { $gt: 10, $lte: 20 } } } }),
        ids: [1, 3, 5],
      },
      {
        name: 'a range on any items',
        request: ordered({ 'instock.qty': { $gt: 10, $lte: 20 } }),
        ids: [1, 3, 4, 5],
      },
      {
        name: 'two conditions on any items',
        request: ordered({ 'instock.qty': 5, 'instock.warehouse': 'A' }),
        ids: [1, 4],
      },
    ],
  },
  {
    page: 'tutorial/query-embedded-documents',
    section: 'Query on Nested Field',
    documents: [
      { _id: 1, item: 'journal', size: { h: 14, w: 21, uom: 'cm' }, status: 'A' },
      { _id: 2, item: 'notebook', size: { h: 8.5, w: 11, uom: 'in' }, status: 'A' },
      { _id: 3, item: 'paper', size: { h: 8.5, w: 11, uom: 'in' }, status: 'D' },
      { _id: 4, item: 'planner', size: { h: 22.85, w: 30, uom: 'cm' }, status: 'D' },
    ],
    cases: [
      { name: 'a nested field is reached with a dot', request: ordered({ 'size.uom': 'in' }), ids: [2, 3] },
      { name: 'an operator on a nested field', request: ordered({ 'size.h': { $lt: 15 } }), ids: [1, 2, 3] },
      {
        name: 'several conditions',
        request: ordered({ 'size.h': { $lt: 15 }, 'size.uom': 'in', status: 'D' }),
        ids: [3],
      },
      {
        name: 'an embedded document matches exactly',
        request: ordered({ size: { h: 14, w: 21, uom: 'cm' } }),
        ids: [1],
      },
      {
        name: 'an embedded document in another order',
        request: ordered({ size: { w: 21, h: 14, uom: 'cm' } }),
        ids: [],
      },
    ],
  },
  {
    page: 'tutorial/query-for-null-fields',
    section: 'Equality Filter',
    documents: [{ _id: 1, item: null }, { _id: 2 }, { _id: 3, item: 0 }],
    cases: [
      { name: 'null finds null and missing fields', request: ordered({ item: null }), ids: [1, 2] },
      { name: '$ne null finds other values', request: ordered({ item: { $ne: null } }), ids: [3] },
      { name: 'type 10 finds null alone', request: ordered({ item: { $type: 10 } }), ids: [1] },
      {
        name: '$exists false finds missing fields alone',
        request: ordered({ item: { $exists: false } }),
        ids: [2],
      },
    ],
  },
  {
    page: 'reference/method/db.collection.find',
    section: 'Behavior',
    documents: RECORDS,
    cases: [
      {
        name: 'limit 0 is no limit',
        request: find({}, { sort: { _id: 1 }, limit: 0 }),
        ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      },
      {
        name: 'skip comes before limit',
        request: find({}, { sort: { _id: 1 }, limit: 2, skip: 3 }),
        ids: [4, 5],
      },
      {
        name: 'an unknown operator is an error',
        request: find({ a: { $foo: 1 } }),
        error: 2,
        message: 'unknown operator: $foo',
      },
      {
        name: 'an unknown operator at the top is an error',
        request: find({ $foo: 1 }),
        error: 2,
        message: 'unknown top level operator: $foo',
      },
      { name: 'a negative skip is an error', request: find({}, { skip: -1 }), error: 51024 },
      { name: 'an unknown option is an error', request: find({}, { foo: 1 }), error: 40415 },
      { name: 'a hint without its index is an error', request: find({}, { hint: { a: 1 } }), error: 2 },
    ],
  },
];
