import type { Page } from './case.js';
import { find } from './requests.js';

const PRODUCTS = [
  { _id: 100, sku: 'abc123', description: 'Single line description.' },
  { _id: 101, sku: 'abc789', description: 'First line\nSecond line' },
  { _id: 102, sku: 'xyz456', description: 'Many spaces before     line' },
  { _id: 103, sku: 'xyz789', description: 'Multiple\nline description' },
];

const COMPANIES = [
  { _id: 1, name: 'acmeblahcorp' },
  { _id: 2, name: 'ACME corp' },
  { _id: 3, name: 'ack' },
  { _id: 4, name: 'a\ncme, acme\ncorp' },
  { _id: 5, name: 7 },
  { _id: 6, name: ['pen', 'acme corp'] },
  { _id: 7 },
];

const page = 'reference/operator/query/regex';
const regex = (field: string, $regex: unknown, $options?: unknown) =>
  find({ [field]: $options === undefined ? { $regex } : { $regex, $options } }, { sort: { _id: 1 } });

export const regexes: Page[] = [
  {
    page,
    section: 'Perform a LIKE Match',
    documents: PRODUCTS,
    cases: [
      { name: 'finds the end of a string', request: regex('sku', /789$/), ids: [101, 103] },
      { name: 'finds it with the pattern as a string', request: regex('sku', '789$'), ids: [101, 103] },
      {
        name: 'finds it without $regex',
        request: find({ sku: /789$/ }, { sort: { _id: 1 } }),
        ids: [101, 103],
      },
    ],
  },
  {
    page,
    section: 'Perform Case-Insensitive Regular Expression Match',
    documents: PRODUCTS,
    cases: [
      { name: 'ignores case with the option i', request: regex('sku', /^ABC/i), ids: [100, 101] },
      { name: 'ignores case with $options', request: regex('sku', '^ABC', 'i'), ids: [100, 101] },
      { name: 'does not ignore case otherwise', request: regex('sku', '^ABC'), ids: [] },
    ],
  },
  {
    page,
    section: 'Multiline Match for Lines Starting with Specified Pattern',
    documents: PRODUCTS,
    cases: [
      { name: 'matches at each line with m', request: regex('description', '^S', 'm'), ids: [100, 101] },
      { name: 'matches at the first line without m', request: regex('description', '^S'), ids: [100] },
      { name: 'matches anywhere without an anchor', request: regex('description', 'S'), ids: [100, 101] },
      {
        name: 'matches the end of each line with m',
        request: regex('description', 'line$', 'm'),
        ids: [101, 102],
      },
    ],
  },
  {
    page,
    section: 'Use the . Dot Character to Match New Line',
    documents: PRODUCTS,
    cases: [
      {
        name: 'the dot matches a newline with s',
        request: regex('description', 'm.*line', 'si'),
        ids: [102, 103],
      },
      {
        name: 'the dot matches no newline without s',
        request: regex('description', 'm.*line', 'i'),
        ids: [102],
      },
    ],
  },
  {
    page,
    section: 'Ignore White Spaces in Pattern',
    documents: PRODUCTS,
    cases: [
      {
        name: 'ignores spaces and comments with x',
        request: regex('sku', 'abc #category code\n123 #item number', 'x'),
        ids: [100],
      },
    ],
  },
  {
    page,
    section: 'Behavior',
    documents: COMPANIES,
    cases: [
      {
        name: '$in takes regular expression objects',
        request: find({ name: { $in: [/^acme/i, /^ack/] } }, { sort: { _id: 1 } }),
        ids: [1, 2, 3, 6],
      },
      {
        name: '$in takes no $regex',
        request: find({ name: { $in: [{ $regex: '^acme' }] } }),
        error: 2,
      },
      {
        name: '$regex and other conditions of the field hold together',
        request: find(
          { name: { $regex: 'acme.*corp', $options: 'i', $nin: ['acmeblahcorp'] } },
          { sort: { _id: 1 } },
        ),
        ids: [2, 6],
      },
      {
        name: 'the options s and i hold together',
        request: regex('name', /acme.*corp/, 'si'),
        ids: [1, 2, 4, 6],
      },
      { name: '(?i) holds up to (?-i)', request: regex('name', '(?i)A(?-i)cm'), ids: [1, 4, 6] },
      {
        name: '$not takes a regular expression object',
        request: find({ name: { $not: /^a/ } }, { sort: { _id: 1 } }),
        ids: [2, 5, 7],
      },
      {
        name: '$not takes $regex',
        request: find({ name: { $not: { $regex: '^a' } } }, { sort: { _id: -1 } }),
        ids: [7, 5, 2],
      },
      { name: 'the option u changes nothing', request: regex('name', '^ack', 'u'), ids: [3] },
    ],
  },
  {
    page,
    section: 'Definition',
    documents: PRODUCTS,
    cases: [
      { name: 'there is no option g', request: regex('sku', 'a', 'g'), error: 51108 },
      { name: 'options are not given twice', request: regex('sku', /a/i, 'i'), error: 51075 },
      { name: '$options is a string', request: regex('sku', 'a', 1), error: 2 },
      { name: '$regex is a string or an expression', request: regex('sku', 1), error: 2 },
      { name: 'a pattern has no zero byte', request: regex('sku', 'ab\0c'), error: 2 },
      { name: 'options have no zero byte', request: regex('sku', 'ab', '\0i'), error: 2 },
      {
        name: 'a wrong pattern is an error',
        request: regex('sku', '[)'),
        error: 51091,
        message: 'Regular expression is invalid',
      },
      {
        name: 'a script of Unicode is asked by its name',
        request: regex('sku', String.raw`^\p{Latin}`),
        refused: true,
        ids: [100, 101, 102, 103],
      },
    ],
  },
];
