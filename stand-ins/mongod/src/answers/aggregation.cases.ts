import type { Page } from './case.js';
import { aggregate } from './requests.js';

const SALES = [
  { _id: 1, item: 'abc', price: 10, quantity: 2 },
  { _id: 2, item: 'jkl', price: 20, quantity: 1 },
  { _id: 3, item: 'abc', price: 10, quantity: 10 },
];

export const aggregation: Page[] = [
  {
    page: 'reference/operator/aggregation/count',
    section: 'Behavior',
    documents: SALES,
    cases: [
      {
        name: 'counts the documents that are left',
        request: aggregate({ $match: { item: 'abc' } }, { $count: 'n' }),
        rows: [{ n: 2 }],
      },
    ],
  },
];
