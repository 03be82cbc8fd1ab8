import { sales } from './sales';

it('counts what is sold and adds it up without errors of rounding', () => {
  const sold = true as const;
  const tickets = [{ sold, soldFor: 0.7 }, { sold, soldFor: 0.1 }, {}, { sold, soldFor: 19.99 }];
  expect(sales(tickets)).toEqual({ count: 3, total: 20.79 });
  expect(sales([{}])).toEqual({ count: 0, total: 0 });
});
