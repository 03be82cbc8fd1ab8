import type { Page } from './case.js';
import { find, project } from './requests.js';

const INVENTORY = [
  {
    _id: 1,
    item: 'journal',
    status: 'A',
    size: { h: 14, w: 21, uom: 'cm' },
    instock: [{ warehouse: 'A', qty: 5 }],
  },
  {
    _id: 2,
    item: 'paper',
    status: 'D',
    size: { h: 8, w: 11, uom: 'in' },
    instock: [
      { warehouse: 'A', qty: 60 },
      { warehouse: 'C', qty: 15 },
    ],
  },
];
const only = (projection: object) => project(projection, { _id: 2 });

export const projection: Page[] = [
  {
    page: 'tutorial/project-fields-from-query-results',
    section: 'Return the Specified Fields and the _id Field Only',
    documents: INVENTORY,
    cases: [
      {
        name: 'the named fields and _id are kept',
        request: project({ item: 1, status: 1 }),
        rows: [
          { _id: 1, item: 'journal', status: 'A' },
          { _id: 2, item: 'paper', status: 'D' },
        ],
      },
      {
        name: '_id can be dropped',
        request: project({ item: 1, _id: 0 }),
        rows: [{ item: 'journal' }, { item: 'paper' }],
      },
      {
        name: 'a dropped field leaves the others',
        request: only({ status: 0, instock: 0 }),
        rows: [{ _id: 2, item: 'paper', size: { h: 8, w: 11, uom: 'in' } }],
      },
      {
        name: 'an embedded field is kept',
        request: only({ item: 1, 'size.uom': 1 }),
        rows: [{ _id: 2, item: 'paper', size: { uom: 'in' } }],
      },
      {
        name: 'an embedded field can be nested',
        request: only({ item: 1, size: { uom: 1 } }),
        rows: [{ _id: 2, item: 'paper', size: { uom: 'in' } }],
      },
      {
        name: 'an embedded field is dropped',
        request: only({ 'size.uom': 0, instock: 0, status: 0 }),
        rows: [{ _id: 2, item: 'paper', size: { h: 8, w: 11 } }],
      },
      {
        name: 'a field of documents in an array is kept',
        request: only({ 'instock.qty': 1 }),
        rows: [{ _id: 2, instock: [{ qty: 60 }, { qty: 15 }] }],
      },
      {
        name: '$slice keeps the last item',
        request: only({ item: 1, instock: { $slice: -1 } }),
        rows: [{ _id: 2, item: 'paper', instock: [{ warehouse: 'C', qty: 15 }] }],
      },
      {
        name: 'inclusion and exclusion together are an error',
        request: project({ item: 1, status: 0 }),
        error: 31254,
      },
      {
        name: 'exclusion and inclusion together are an error',
        request: project({ item: 0, status: 1 }),
        error: 31253,
      },
      {
        name: 'an empty projection keeps everything',
        request: find({ _id: 1 }, { projection: {} }),
        ids: [1],
      },
    ],
  },
  {
    page: 'reference/operator/projection/slice',
    section: 'Behavior',
    documents: [{ _id: 1, a: [1, 2, 3, 4, 5], b: 6 }],
    cases: [
      {
        name: '$slice keeps the first items and other fields',
        request: project({ a: { $slice: 2 } }),
        rows: [{ _id: 1, a: [1, 2], b: 6 }],
      },
      {
        name: '$slice skips items',
        request: project({ a: { $slice: [1, 2] } }),
        rows: [{ _id: 1, a: [2, 3], b: 6 }],
      },
      {
        name: '$slice skips from the end',
        request: project({ a: { $slice: [-2, 1] } }),
        rows: [{ _id: 1, a: [4], b: 6 }],
      },
      {
        name: '$slice skips at most to the start',
        request: project({ a: { $slice: [-20, 2] } }),
        rows: [{ _id: 1, a: [1, 2], b: 6 }],
      },
      {
        name: '$slice with an exclusion',
        request: project({ a: { $slice: 1 }, b: 0 }),
        rows: [{ _id: 1, a: [1] }],
      },
      {
        name: '$slice of a number leaves it',
        request: project({ b: { $slice: 1 }, a: 0 }),
        rows: [{ _id: 1, b: 6 }],
      },
    ],
  },
  {
    page: 'reference/operator/projection/elemMatch',
    section: 'Examples',
    documents: [
      {
        _id: 1,
        zip: '63109',
        students: [
          { name: 'john', age: 10 },
          { name: 'jess', age: 11 },
          { name: 'jeff', age: 15 },
        ],
      },
      { _id: 2, zip: '63110', students: [{ name: 'ajax', age: 7 }] },
      { _id: 3, zip: '63109' },
    ],
    cases: [
      {
        name: '$elemMatch keeps the first item that fits',
        request: project({ students: { $elemMatch: { age: { $gt: 10 } } } }, { _id: 1 }),
        rows: [{ _id: 1, students: [{ name: 'jess', age: 11 }] }],
      },
      {
        name: 'without such an item the field is left out',
        request: project({ students: { $elemMatch: { age: { $gt: 10 } } } }),
        rows: [{ _id: 1, students: [{ name: 'jess', age: 11 }] }, { _id: 2 }, { _id: 3 }],
      },
      {
        name: '$elemMatch with two conditions',
        request: project({ students: { $elemMatch: { name: 'jeff', age: { $gt: 10 } } } }, { zip: '63109' }),
        rows: [{ _id: 1, students: [{ name: 'jeff', age: 15 }] }, { _id: 3 }],
      },
      { name: '$elemMatch needs an object', request: project({ students: { $elemMatch: 5 } }), error: 31274 },
    ],
  },
  {
    page: 'reference/operator/projection/positional',
    section: 'Examples',
    documents: [
      { _id: 1, semester: 1, grades: [70, 87, 90] },
      { _id: 2, semester: 1, grades: [90, 88, 92] },
    ],
    cases: [
      {
        name: '$ keeps the item that matched',
        request: project({ 'grades.$': 1 }, { grades: { $gte: 85 } }),
        rows: [
          { _id: 1, grades: [87] },
          { _id: 2, grades: [90] },
        ],
      },
      {
        name: '$ with $elemMatch in the filter',
        documents: [
          {
            _id: 1,
            g: [
              { m: 1, n: 5 },
              { m: 2, n: 6 },
            ],
          },
        ],
        request: project({ 'g.$': 1 }, { g: { $elemMatch: { m: 2 } } }),
        rows: [{ _id: 1, g: [{ m: 2, n: 6 }] }],
      },
    ],
  },
];
