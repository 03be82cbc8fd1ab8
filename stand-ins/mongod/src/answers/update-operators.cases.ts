import { Decimal128, Double, Long } from 'bson';
import type { Page } from './case.js';
import { count, findAndModify, insert, remove, update } from './requests.js';

const at = (page: string, section = 'Examples') => ({ page: `reference/operator/update/${page}`, section });
const one = (u: object, options: object = {}) => update({ _id: 1 }, u, options);

const STUDENT = { _id: 1, grades: [85, 80, 80] };
const GRADES = {
  _id: 1,
  grades: [
    { grade: 80, mean: 75, std: 8 },
    { grade: 85, mean: 90, std: 5 },
    { grade: 85, mean: 85, std: 8 },
  ],
};

export const updateOperators: Page[] = [
  {
    ...at('set'),
    documents: [
      {
        _id: 1,
        sku: 'abc123',
        quantity: 250,
        details: { model: '14QQ' },
        tags: ['apparel'],
        ratings: [{ by: 'x', rating: 4 }],
      },
    ],
    cases: [
      {
        name: '$set replaces values and adds fields',
        request: one({ $set: { quantity: 500, details: { model: '2600' } } }),
        after: [
          {
            _id: 1,
            sku: 'abc123',
            quantity: 500,
            details: { model: '2600' },
            tags: ['apparel'],
            ratings: [{ by: 'x', rating: 4 }],
          },
        ],
      },
      {
        name: '$set of a path changes an embedded field',
        request: one({ $set: { 'details.make': 'zz' } }),
        after: [
          {
            _id: 1,
            sku: 'abc123',
            quantity: 250,
            details: { model: '14QQ', make: 'zz' },
            tags: ['apparel'],
            ratings: [{ by: 'x', rating: 4 }],
          },
        ],
      },
      {
        name: '$set of a position changes an item',
        request: one({ $set: { 'tags.1': 'rain gear', 'ratings.0.rating': 2 } }),
        after: [
          {
            _id: 1,
            sku: 'abc123',
            quantity: 250,
            details: { model: '14QQ' },
            tags: ['apparel', 'rain gear'],
            ratings: [{ by: 'x', rating: 2 }],
          },
        ],
      },
      {
        name: '$set creates the documents of a path',
        documents: [{ _id: 1 }],
        request: one({ $set: { 'a.b.c': 1 } }),
        after: [{ _id: 1, a: { b: { c: 1 } } }],
      },
      {
        name: '$set adds new fields in the order of their names',
        documents: [{ _id: 1 }],
        request: one({ $set: { z: 1, a: 2, m: 3 } }),
        after: [{ _id: 1, a: 2, m: 3, z: 1 }],
      },
      {
        name: '$set beyond the end of an array fills it with null',
        documents: [{ _id: 1, a: [1] }],
        request: one({ $set: { 'a.3': 4 } }),
        after: [{ _id: 1, a: [1, null, null, 4] }],
      },
      {
        name: '$set keeps the type of the new number',
        documents: [{ _id: 1, a: 1 }],
        request: one({ $set: { a: Long.fromNumber(1) } }),
        after: [{ _id: 1, a: Long.fromNumber(1) }],
      },
      {
        name: 'an empty $set changes nothing',
        documents: [{ _id: 1, a: 1 }],
        request: one({ $set: {} }),
        after: [{ _id: 1, a: 1 }],
      },
      {
        name: '$set of a field of a number is an error',
        documents: [{ _id: 1, a: 1 }],
        request: one({ $set: { 'a.b': 1 } }),
        error: 28,
        message: "Cannot create field 'b' in element",
      },
      {
        name: '$set of _id to another value is an error',
        documents: [{ _id: 1 }],
        request: one({ $set: { _id: 2 } }),
        error: 66,
      },
      {
        name: '$set of an empty name is an error',
        documents: [{ _id: 1 }],
        request: one({ $set: { '': 1 } }),
        error: 56,
      },
      {
        name: '$set of a path that ends with a dot is an error',
        documents: [{ _id: 1 }],
        request: one({ $set: { 'a.': 1 } }),
        error: 56,
      },
      {
        name: 'two operators on one field are an error',
        documents: [{ _id: 1, a: 1 }],
        request: one({ $set: { a: 1 }, $inc: { a: 1 } }),
        error: 40,
        message: "would create a conflict at 'a'",
      },
      {
        name: 'a field and a field in it are an error',
        documents: [{ _id: 1 }],
        request: one({ $set: { a: {}, 'a.b': 1 } }),
        error: 40,
      },
      {
        name: 'an unknown operator is an error',
        documents: [{ _id: 1 }],
        request: one({ $nope: { a: 1 } }),
        error: 9,
        message: 'Unknown modifier: $nope',
      },
    ],
  },
  {
    ...at('unset', 'Behavior'),
    documents: [{ _id: 1, item: 'chisel', a: { b: 1, c: 2 }, list: [1, 2, 3] }],
    cases: [
      {
        name: '$unset removes fields',
        request: one({ $unset: { item: '', list: 1 } }),
        after: [{ _id: 1, a: { b: 1, c: 2 } }],
      },
      {
        name: '$unset removes an embedded field',
        request: one({ $unset: { 'a.b': '' } }),
        after: [{ _id: 1, item: 'chisel', a: { c: 2 }, list: [1, 2, 3] }],
      },
      {
        name: '$unset of an item leaves null',
        request: one({ $unset: { 'list.1': '' } }),
        after: [{ _id: 1, item: 'chisel', a: { b: 1, c: 2 }, list: [1, null, 3] }],
      },
      {
        name: '$unset of a missing field changes nothing',
        request: one({ $unset: { gone: '' } }),
        reply: { n: 1, nModified: 0 },
      },
    ],
  },
  {
    ...at('inc', 'Behavior'),
    documents: [{ _id: 1, quantity: 10, metrics: { orders: 2, ratings: 3.5 } }],
    cases: [
      {
        name: '$inc adds to fields',
        request: one({ $inc: { quantity: -2, 'metrics.orders': 1 } }),
        after: [{ _id: 1, quantity: 8, metrics: { orders: 3, ratings: 3.5 } }],
      },
      {
        name: '$inc creates a missing field',
        request: one({ $inc: { gone: 5 } }),
        after: [{ _id: 1, quantity: 10, metrics: { orders: 2, ratings: 3.5 }, gone: 5 }],
      },
      {
        name: '$inc of an int32 by a double gives a double',
        documents: [{ _id: 1, a: 1 }],
        request: one({ $inc: { a: new Double(1) } }),
        after: [{ _id: 1, a: new Double(2) }],
      },
      {
        name: '$inc of an int32 beyond its range gives an int64',
        documents: [{ _id: 1, a: 2 ** 31 - 1 }],
        request: one({ $inc: { a: 1 } }),
        after: [{ _id: 1, a: Long.fromNumber(2 ** 31) }],
      },
      {
        name: '$inc of an int64 by an int32 stays an int64',
        documents: [{ _id: 1, a: Long.fromNumber(1) }],
        request: one({ $inc: { a: 1 } }),
        after: [{ _id: 1, a: Long.fromNumber(2) }],
      },
      {
        name: '$inc by a decimal gives a decimal',
        documents: [{ _id: 1, a: 1 }],
        request: one({ $inc: { a: Decimal128.fromString('0.10') } }),
        after: [{ _id: 1, a: Decimal128.fromString('1.10') }],
      },
      {
        name: '$inc of null is an error',
        documents: [{ _id: 1, a: null }],
        request: one({ $inc: { a: 1 } }),
        error: 14,
        message: 'non-numeric',
      },
      {
        name: '$inc of text is an error',
        documents: [{ _id: 1, a: '1' }],
        request: one({ $inc: { a: 1 } }),
        error: 14,
      },
      { name: '$inc by text is an error', request: one({ $inc: { quantity: '1' } }), error: 14 },
      {
        name: '$inc of an int64 beyond its range is an error',
        documents: [{ _id: 1, a: Long.MAX_VALUE }],
        request: one({ $inc: { a: 1 } }),
        error: 2,
      },
    ],
  },
  {
    ...at('mul'),
    documents: [{ _id: 1, price: Decimal128.fromString('10.99'), quantity: 25 }],
    cases: [
      {
        name: '$mul multiplies',
        request: one({ $mul: { price: Decimal128.fromString('1.25'), quantity: 2 } }),
        after: [{ _id: 1, price: Decimal128.fromString('13.7375'), quantity: 50 }],
      },
      {
        name: '$mul of a missing field sets it to 0',
        documents: [{ _id: 1 }],
        request: one({ $mul: { price: Long.fromNumber(100) } }),
        after: [{ _id: 1, price: Long.fromNumber(0) }],
      },
      {
        name: '$mul of an int32 by an int64 gives an int64',
        documents: [{ _id: 1, price: 10 }],
        request: one({ $mul: { price: Long.fromNumber(5) } }),
        after: [{ _id: 1, price: Long.fromNumber(50) }],
      },
      {
        name: '$mul of text is an error',
        documents: [{ _id: 1, price: 'x' }],
        request: one({ $mul: { price: 2 } }),
        error: 14,
      },
    ],
  },
  {
    ...at('min'),
    documents: [{ _id: 1, highScore: 800, lowScore: 200 }],
    cases: [
      {
        name: '$min takes a lower value',
        request: one({ $min: { lowScore: 150 } }),
        after: [{ _id: 1, highScore: 800, lowScore: 150 }],
      },
      {
        name: '$min leaves a value that is lower',
        request: one({ $min: { lowScore: 250 } }),
        reply: { n: 1, nModified: 0 },
      },
      {
        name: '$min creates a missing field',
        documents: [{ _id: 1 }],
        request: one({ $min: { a: 5 } }),
        after: [{ _id: 1, a: 5 }],
      },
      {
        name: '$min compares types in the order of BSON',
        documents: [{ _id: 1, a: 'x' }],
        request: one({ $min: { a: 5 } }),
        after: [{ _id: 1, a: 5 }],
      },
      {
        name: '$min of an equal number keeps its type',
        documents: [{ _id: 1, a: new Double(5) }],
        request: one({ $min: { a: 5 } }),
        after: [{ _id: 1, a: new Double(5) }],
      },
    ],
  },
  {
    ...at('max'),
    documents: [{ _id: 1, highScore: 800, at: new Date(5) }],
    cases: [
      {
        name: '$max takes a higher value',
        request: one({ $max: { highScore: 950 } }),
        after: [{ _id: 1, highScore: 950, at: new Date(5) }],
      },
      {
        name: '$max leaves a value that is higher',
        request: one({ $max: { highScore: 750 } }),
        reply: { nModified: 0 },
      },
      {
        name: '$max of dates',
        request: one({ $max: { at: new Date(6) } }),
        after: [{ _id: 1, highScore: 800, at: new Date(6) }],
      },
      {
        name: '$max of null takes any number',
        documents: [{ _id: 1, a: null }],
        request: one({ $max: { a: -1 } }),
        after: [{ _id: 1, a: -1 }],
      },
    ],
  },
  {
    ...at('rename', 'Behavior'),
    documents: [{ _id: 1, nmae: 'x', alias: 'y', name: { first: 'g', last: 'w' } }],
    cases: [
      {
        name: '$rename renames a field',
        request: one({ $rename: { nmae: 'nick' } }),
        after: [{ _id: 1, alias: 'y', name: { first: 'g', last: 'w' }, nick: 'x' }],
      },
      {
        name: '$rename replaces a field of the new name',
        documents: [{ _id: 1, nmae: 'x', alias: 'y' }],
        request: one({ $rename: { nmae: 'alias' } }),
        after: [{ _id: 1, alias: 'x' }],
      },
      {
        name: '$rename of an embedded field',
        request: one({ $rename: { 'name.first': 'name.fname' } }),
        after: [{ _id: 1, nmae: 'x', alias: 'y', name: { last: 'w', fname: 'g' } }],
      },
      {
        name: '$rename moves a field to another document',
        request: one({ $rename: { 'name.last': 'contact.lname' } }),
        after: [{ _id: 1, nmae: 'x', alias: 'y', name: { first: 'g' }, contact: { lname: 'w' } }],
      },
      {
        name: '$rename of a missing field changes nothing',
        request: one({ $rename: { wife: 'spouse' } }),
        reply: { n: 1, nModified: 0 },
      },
      {
        name: '$rename to the same name is an error',
        request: one({ $rename: { alias: 'alias' } }),
        error: 2,
      },
      { name: '$rename to a number is an error', request: one({ $rename: { alias: 5 } }), error: 2 },
    ],
  },
  {
    ...at('currentDate', 'Behavior'),
    documents: [{ _id: 1 }],
    cases: [
      { name: '$currentDate needs true or a type', request: one({ $currentDate: { a: 'date' } }), error: 2 },
      {
        name: '$currentDate knows only two types',
        request: one({ $currentDate: { a: { $type: 'string' } } }),
        error: 2,
      },
    ],
  },
  {
    ...at('setOnInsert'),
    documents: [{ _id: 5, a: 1 }],
    cases: [
      {
        name: '$setOnInsert counts when a document is inserted',
        request: one({ $set: { item: 'apple' }, $setOnInsert: { defaultQty: 100 } }, { upsert: true }),
        after: [
          { _id: 1, defaultQty: 100, item: 'apple' },
          { _id: 5, a: 1 },
        ],
      },
      {
        name: '$setOnInsert does not count for an existing one',
        request: update({ _id: 5 }, { $set: { a: 2 }, $setOnInsert: { b: 1 } }, { upsert: true }),
        after: [{ _id: 5, a: 2 }],
      },
    ],
  },
  {
    ...at('positional', 'Examples'),
    cases: [
      {
        name: '$ is the first item that matched',
        documents: [STUDENT],
        request: update({ _id: 1, grades: 80 }, { $set: { 'grades.$': 82 } }),
        after: [{ _id: 1, grades: [85, 82, 80] }],
      },
      {
        name: '$ of a document in an array',
        documents: [GRADES],
        request: update({ _id: 1, 'grades.grade': 85 }, { $set: { 'grades.$.std': 6 } }),
        after: [
          {
            _id: 1,
            grades: [
              { grade: 80, mean: 75, std: 8 },
              { grade: 85, mean: 90, std: 6 },
              { grade: 85, mean: 85, std: 8 },
            ],
          },
        ],
      },
      {
        name: '$ with $elemMatch',
        documents: [GRADES],
        request: update(
          { _id: 1, grades: { $elemMatch: { grade: { $lte: 90 }, mean: { $gt: 80 } } } },
          { $set: { 'grades.$.std': 6 } },
        ),
        after: [
          {
            _id: 1,
            grades: [
              { grade: 80, mean: 75, std: 8 },
              { grade: 85, mean: 90, std: 6 },
              { grade: 85, mean: 85, std: 8 },
            ],
          },
        ],
      },
      {
        name: '$ without a condition on the array is an error',
        documents: [STUDENT],
        request: one({ $set: { 'grades.$': 1 } }),
        error: 2,
        message: 'did not find the match needed',
      },
    ],
  },
  {
    ...at('positional-all'),
    documents: [GRADES],
    cases: [
      {
        name: '$[] changes every item',
        documents: [STUDENT],
        request: one({ $inc: { 'grades.$[]': 10 } }),
        after: [{ _id: 1, grades: [95, 90, 90] }],
      },
      {
        name: '$[] changes a field of every document',
        request: one({ $inc: { 'grades.$[].std': -2 } }),
        after: [
          {
            _id: 1,
            grades: [
              { grade: 80, mean: 75, std: 6 },
              { grade: 85, mean: 90, std: 3 },
              { grade: 85, mean: 85, std: 6 },
            ],
          },
        ],
      },
      {
        name: '$[] in nested arrays',
        documents: [{ _id: 1, a: [{ q: [1, 2] }, { q: [3] }] }],
        request: one({ $inc: { 'a.$[].q.$[]': 1 } }),
        after: [{ _id: 1, a: [{ q: [2, 3] }, { q: [4] }] }],
      },
      {
        name: '$[] of a missing array is an error',
        request: one({ $set: { 'gone.$[]': 1 } }),
        error: 2,
        message: 'must exist in the document in order to apply array updates',
      },
    ],
  },
  {
    ...at('positional-filtered'),
    documents: [GRADES],
    cases: [
      {
        name: '$[name] changes the items that fit',
        documents: [{ _id: 1, grades: [95, 102, 90, 150] }],
        request: one({ $set: { 'grades.$[e]': 100 } }, { arrayFilters: [{ e: { $gte: 100 } }] }),
        after: [{ _id: 1, grades: [95, 100, 90, 100] }],
      },
      {
        name: '$[name] with a field of a document',
        request: one({ $set: { 'grades.$[e].mean': 100 } }, { arrayFilters: [{ 'e.grade': { $gte: 85 } }] }),
        after: [
          {
            _id: 1,
            grades: [
              { grade: 80, mean: 75, std: 8 },
              { grade: 85, mean: 100, std: 5 },
              { grade: 85, mean: 100, std: 8 },
            ],
          },
        ],
      },
      {
        name: '$[name] with two conditions',
        request: one(
          { $inc: { 'grades.$[e].std': -1 } },
          { arrayFilters: [{ 'e.grade': { $gte: 80 }, 'e.std': { $gt: 5 } }] },
        ),
        after: [
          {
            _id: 1,
            grades: [
              { grade: 80, mean: 75, std: 7 },
              { grade: 85, mean: 90, std: 5 },
              { grade: 85, mean: 85, std: 7 },
            ],
          },
        ],
      },
      {
        name: 'a name without a filter is an error',
        request: one({ $set: { 'grades.$[e].std': 1 } }),
        error: 2,
        message: "No array filter found for identifier 'e'",
      },
      {
        name: 'a filter that is not used is an error',
        request: one({ $set: { a: 1 } }, { arrayFilters: [{ e: 1 }] }),
        error: 9,
        message: "The array filter for identifier 'e' was not used",
      },
      {
        name: 'two filters of one name are an error',
        request: one({ $set: { 'grades.$[e]': 1 } }, { arrayFilters: [{ e: 1 }, { e: 2 }] }),
        error: 9,
      },
    ],
  },
  {
    ...at('push'),
    documents: [{ _id: 1, scores: [44, 78] }],
    cases: [
      {
        name: '$push adds an item',
        request: one({ $push: { scores: 89 } }),
        after: [{ _id: 1, scores: [44, 78, 89] }],
      },
      {
        name: '$push adds an array as one item',
        request: one({ $push: { scores: [1, 2] } }),
        after: [{ _id: 1, scores: [44, 78, [1, 2]] }],
      },
      {
        name: '$push creates a missing array',
        documents: [{ _id: 1 }],
        request: one({ $push: { scores: 89 } }),
        after: [{ _id: 1, scores: [89] }],
      },
      {
        name: '$each adds several items',
        request: one({ $push: { scores: { $each: [90, 92] } } }),
        after: [{ _id: 1, scores: [44, 78, 90, 92] }],
      },
      {
        name: '$position says where',
        request: one({ $push: { scores: { $each: [1, 2], $position: 1 } } }),
        after: [{ _id: 1, scores: [44, 1, 2, 78] }],
      },
      {
        name: 'a negative $position counts from the end',
        request: one({ $push: { scores: { $each: [1], $position: -1 } } }),
        after: [{ _id: 1, scores: [44, 1, 78] }],
      },
      {
        name: '$slice keeps the last items',
        request: one({ $push: { scores: { $each: [80, 81], $slice: -3 } } }),
        after: [{ _id: 1, scores: [78, 80, 81] }],
      },
      {
        name: '$slice keeps the first items',
        request: one({ $push: { scores: { $each: [100, 20], $slice: 3 } } }),
        after: [{ _id: 1, scores: [44, 78, 100] }],
      },
      {
        name: '$slice 0 empties the array',
        request: one({ $push: { scores: { $each: [5], $slice: 0 } } }),
        after: [{ _id: 1, scores: [] }],
      },
      {
        name: '$sort orders the items',
        request: one({ $push: { scores: { $each: [60, 10], $sort: 1 } } }),
        after: [{ _id: 1, scores: [10, 44, 60, 78] }],
      },
      {
        name: '$sort by a field of the items',
        documents: [{ _id: 1, q: [{ w: 5 }, { w: 7 }] }],
        request: one({ $push: { q: { $each: [{ w: 6 }], $sort: { w: -1 } } } }),
        after: [{ _id: 1, q: [{ w: 7 }, { w: 6 }, { w: 5 }] }],
      },
      {
        name: '$sort, then $slice',
        request: one({ $push: { scores: { $each: [1, 99], $sort: -1, $slice: 2 } } }),
        after: [{ _id: 1, scores: [99, 78] }],
      },
      {
        name: '$push on a number is an error',
        documents: [{ _id: 1, scores: 5 }],
        request: one({ $push: { scores: 1 } }),
        error: 2,
      },
      { name: '$each needs an array', request: one({ $push: { scores: { $each: 5 } } }), error: 2 },
    ],
  },
  {
    ...at('addToSet', 'Behavior'),
    documents: [{ _id: 1, letters: ['a', 'b'] }],
    cases: [
      {
        name: '$addToSet adds a value that is not there',
        request: one({ $addToSet: { letters: 'c' } }),
        after: [{ _id: 1, letters: ['a', 'b', 'c'] }],
      },
      {
        name: '$addToSet leaves a value that is there',
        request: one({ $addToSet: { letters: 'a' } }),
        reply: { n: 1, nModified: 0 },
      },
      {
        name: '$addToSet adds an array as one item',
        request: one({ $addToSet: { letters: ['c', 'd'] } }),
        after: [{ _id: 1, letters: ['a', 'b', ['c', 'd']] }],
      },
      {
        name: '$each adds the items that are not there',
        request: one({ $addToSet: { letters: { $each: ['b', 'c', 'c'] } } }),
        after: [{ _id: 1, letters: ['a', 'b', 'c'] }],
      },
      {
        name: 'documents with another order of fields differ',
        documents: [{ _id: 1, s: [{ x: 1, y: 2 }] }],
        request: one({ $addToSet: { s: { y: 2, x: 1 } } }),
        after: [
          {
            _id: 1,
            s: [
              { x: 1, y: 2 },
              { y: 2, x: 1 },
            ],
          },
        ],
      },
      {
        name: 'equal numbers of two types are one value',
        documents: [{ _id: 1, s: [1] }],
        request: one({ $addToSet: { s: new Double(1) } }),
        after: [{ _id: 1, s: [1] }],
      },
      {
        name: '$addToSet on a number is an error',
        documents: [{ _id: 1, s: 5 }],
        request: one({ $addToSet: { s: 1 } }),
        error: 2,
      },
    ],
  },
  {
    ...at('pop'),
    documents: [{ _id: 1, scores: [8, 9, 10] }],
    cases: [
      {
        name: '$pop -1 removes the first item',
        request: one({ $pop: { scores: -1 } }),
        after: [{ _id: 1, scores: [9, 10] }],
      },
      {
        name: '$pop 1 removes the last item',
        request: one({ $pop: { scores: 1 } }),
        after: [{ _id: 1, scores: [8, 9] }],
      },
      {
        name: '$pop of an empty array leaves it',
        documents: [{ _id: 1, scores: [] }],
        request: one({ $pop: { scores: 1 } }),
        after: [{ _id: 1, scores: [] }],
      },
      { name: '$pop takes only 1 and -1', request: one({ $pop: { scores: 2 } }), error: 9 },
      {
        name: '$pop of a number is an error',
        documents: [{ _id: 1, scores: 5 }],
        request: one({ $pop: { scores: 1 } }),
        error: 14,
      },
    ],
  },
  {
    ...at('pull'),
    documents: [
      {
        _id: 1,
        votes: [3, 5, 6, 7, 7, 8],
        results: [
          { item: 'A', score: 5 },
          { item: 'B', score: 8 },
        ],
      },
    ],
    cases: [
      {
        name: '$pull removes a value',
        request: one({ $pull: { votes: 7, results: { item: 'A' } } }),
        after: [{ _id: 1, votes: [3, 5, 6, 8], results: [{ item: 'B', score: 8 }] }],
      },
      {
        name: '$pull removes what fits a condition',
        request: one({ $pull: { votes: { $gte: 6 }, results: { score: 8, item: 'B' } } }),
        after: [{ _id: 1, votes: [3, 5], results: [{ item: 'A', score: 5 }] }],
      },
      {
        name: '$pull with $in',
        documents: [{ _id: 1, fruits: ['apples', 'pears', 'oranges'] }],
        request: one({ $pull: { fruits: { $in: ['apples', 'oranges'] } } }),
        after: [{ _id: 1, fruits: ['pears'] }],
      },
      {
        name: '$pull of an array needs the same order',
        documents: [
          {
            _id: 1,
            a: [
              [1, 2],
              [2, 1],
            ],
          },
        ],
        request: one({ $pull: { a: [2, 1] } }),
        after: [{ _id: 1, a: [[1, 2]] }],
      },
      {
        name: '$pull of a document ignores other fields',
        documents: [{ _id: 1, a: [{ x: 1, y: 2 }, { x: 2 }] }],
        request: one({ $pull: { a: { x: 1 } } }),
        after: [{ _id: 1, a: [{ x: 2 }] }],
      },
      {
        name: '$pullAll removes each listed value',
        documents: [{ _id: 1, scores: [0, 2, 5, 5, 1, 0] }],
        request: one({ $pullAll: { scores: [0, 5] } }),
        after: [{ _id: 1, scores: [2, 1] }],
      },
      {
        name: '$pullAll of a document needs it whole',
        documents: [{ _id: 1, a: [{ x: 1, y: 2 }, { x: 1 }] }],
        request: one({ $pullAll: { a: [{ x: 1 }] } }),
        after: [{ _id: 1, a: [{ x: 1, y: 2 }] }],
      },
    ],
  },
  {
    ...at('bit'),
    documents: [{ _id: 1, expdata: 13 }],
    cases: [
      { name: '$bit and', request: one({ $bit: { expdata: { and: 10 } } }), after: [{ _id: 1, expdata: 8 }] },
      { name: '$bit or', request: one({ $bit: { expdata: { or: 5 } } }), after: [{ _id: 1, expdata: 13 }] },
      { name: '$bit xor', request: one({ $bit: { expdata: { xor: 5 } } }), after: [{ _id: 1, expdata: 8 }] },
      {
        name: '$bit with an int64 gives an int64',
        request: one({ $bit: { expdata: { or: Long.fromNumber(2) } } }),
        after: [{ _id: 1, expdata: Long.fromNumber(15) }],
      },
      {
        name: '$bit of a double is an error',
        documents: [{ _id: 1, expdata: 1.5 }],
        request: one({ $bit: { expdata: { and: 1 } } }),
        error: 2,
      },
    ],
  },
  {
    page: 'reference/command/update',
    section: 'Behavior',
    documents: [
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ],
    cases: [
      {
        name: 'an update changes one document',
        request: update({ a: 1 }, { $set: { b: 1 } }),
        reply: { n: 1, nModified: 1 },
      },
      {
        name: 'with multi it changes all that match',
        request: update({ a: 1 }, { $set: { b: 1 } }, { multi: true }),
        after: [
          { _id: 1, a: 1, b: 1 },
          { _id: 2, a: 1, b: 1 },
        ],
      },
      {
        name: 'a replacement keeps _id',
        request: one({ c: 3 }),
        after: [
          { _id: 1, c: 3 },
          { _id: 2, a: 1 },
        ],
      },
      { name: 'a replacement with another _id is an error', request: one({ _id: 3, c: 3 }), error: 66 },
      {
        name: 'a replacement of several documents is an error',
        request: update({ a: 1 }, { c: 3 }, { multi: true }),
        error: 9,
      },
      {
        name: 'operators and fields together are an error',
        request: one({ $set: { a: 2 }, b: 1 }),
        error: 9,
      },
    ],
  },
  {
    page: 'reference/method/db.collection.update',
    section: 'Upsert Behavior',
    documents: [{ _id: 1, a: 1 }],
    cases: [
      {
        name: 'an upsert takes the equalities of its filter',
        request: update({ _id: 2, item: 'x' }, { $set: { qty: 5 } }, { upsert: true }),
        after: [
          { _id: 1, a: 1 },
          { _id: 2, item: 'x', qty: 5 },
        ],
      },
      {
        name: 'an upsert takes equalities out of $and',
        request: update({ $and: [{ _id: 2 }, { b: { $eq: 3 } }] }, { $set: { c: 4 } }, { upsert: true }),
        after: [
          { _id: 1, a: 1 },
          { _id: 2, b: 3, c: 4 },
        ],
      },
      {
        name: 'an upsert takes no comparison',
        request: update({ _id: 2, qty: { $gt: 5 } }, { $set: { c: 4 } }, { upsert: true }),
        after: [
          { _id: 1, a: 1 },
          { _id: 2, c: 4 },
        ],
      },
      {
        name: 'an upsert makes documents of dotted paths',
        request: update({ _id: 2, 'x.y': 1 }, { $set: { 'x.z': 2 } }, { upsert: true }),
        after: [
          { _id: 1, a: 1 },
          { _id: 2, x: { y: 1, z: 2 } },
        ],
      },
      {
        name: 'an upsert of a replacement takes only _id',
        request: update({ _id: 2, b: 1 }, { c: 2 }, { upsert: true }),
        after: [
          { _id: 1, a: 1 },
          { _id: 2, c: 2 },
        ],
      },
      {
        name: 'an upsert tells the new _id',
        request: update({ _id: 2 }, { $inc: { n: 1 } }, { upsert: true }),
        reply: { n: 1, nModified: 0, upserted: [{ index: 0, _id: 2 }] },
      },
      {
        name: 'an upsert that finds a document inserts none',
        request: update({ a: 1 }, { $inc: { a: 1 } }, { upsert: true }),
        after: [{ _id: 1, a: 2 }],
      },
    ],
  },
  {
    page: 'reference/command/findAndModify',
    section: 'Behavior',
    documents: [
      { _id: 1, name: 'Tom', score: 1 },
      { _id: 2, name: 'Tom', score: 5 },
    ],
    cases: [
      {
        name: 'the answer is the document before the change',
        request: findAndModify({ query: { _id: 1 }, update: { $inc: { score: 1 } } }),
        reply: { value: { _id: 1, name: 'Tom', score: 1 } },
      },
      {
        name: 'with new it is the document after the change',
        request: findAndModify({ query: { _id: 1 }, update: { $inc: { score: 1 } }, new: true }),
        reply: { value: { _id: 1, name: 'Tom', score: 2 } },
      },
      {
        name: 'sort chooses the document',
        request: findAndModify({ query: { name: 'Tom' }, sort: { score: -1 }, remove: true }),
        reply: { value: { _id: 2, name: 'Tom', score: 5 } },
      },
      {
        name: 'fields chooses the fields of the answer',
        request: findAndModify({
          query: { _id: 1 },
          update: { $set: { score: 9 } },
          fields: { score: 1, _id: 0 },
          new: true,
        }),
        reply: { value: { score: 9 } },
      },
      {
        name: 'without a match the answer is null',
        request: findAndModify({ query: { _id: 9 }, update: { $set: { a: 1 } } }),
        reply: { value: null },
      },
      {
        name: 'remove and update together are an error',
        request: findAndModify({ query: {}, remove: true, update: { a: 1 } }),
        error: 9,
      },
      {
        name: 'remove and new together are an error',
        request: findAndModify({ query: {}, remove: true, new: true }),
        error: 9,
      },
      { name: 'neither update nor remove is an error', request: findAndModify({ query: {} }), error: 9 },
    ],
  },
  {
    page: 'reference/command/insert',
    section: 'Behavior',
    documents: [{ _id: 1 }],
    cases: [
      {
        name: 'the order of fields stays, with _id first',
        request: insert({ z: 1, _id: 2, a: 1 }),
        after: [{ _id: 1 }, { _id: 2, z: 1, a: 1 }],
      },
      {
        name: 'an _id twice is an error',
        request: insert({ _id: 1, a: 1 }),
        error: 11000,
        message: 'E11000 duplicate key error',
      },
      {
        name: 'an _id of an equal number is an error',
        request: insert({ _id: new Double(1) }),
        error: 11000,
      },
      { name: 'an _id that is an array is an error', request: insert({ _id: [1] }), error: 53 },
    ],
  },
  {
    page: 'reference/command/delete',
    section: 'Behavior',
    documents: [
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
      { _id: 3, a: 2 },
    ],
    cases: [
      { name: 'limit 0 deletes all that match', request: remove({ a: 1 }), after: [{ _id: 3, a: 2 }] },
      { name: 'limit 1 deletes one', request: remove({ a: 1 }, { limit: 1 }), reply: { n: 1 } },
      { name: 'an empty filter deletes everything', request: remove({}), after: [] },
    ],
  },
  {
    page: 'reference/command/count',
    section: 'Examples',
    documents: [
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
      { _id: 3, a: 2 },
    ],
    cases: [
      { name: 'count counts what matches', request: count({ a: 1 }), reply: { n: 2 } },
      { name: 'count with skip and limit', request: count({}, { skip: 1, limit: 1 }), reply: { n: 1 } },
      { name: 'count with skip beyond the end', request: count({}, { skip: 9 }), reply: { n: 0 } },
    ],
  },
];
