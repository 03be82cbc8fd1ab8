import { priceProblem, toCents } from './index.js';

const LIMITS =
  'A ticket costs at least $0.50 and at most $999,999.99. A card can be charged no less and no more.';

describe('the price of a ticket', () => {
  it.each([0.5, 0.51, 1, 19.99, 20, 1234.5, 999_999.98, 999_999.99])('may be %d', (price) => {
    expect(priceProblem(price)).toBeUndefined();
  });

  it.each([0, -0, 0.01, 0.49, 0.499, -20, -Number.MAX_VALUE, 999_999.995, 1_000_000, Number.MAX_VALUE])(
    'may not be %d, which no card can be charged',
    (price) => {
      expect(priceProblem(price)).toBe(LIMITS);
    },
  );

  it.each([0.505, 20.001, 999_999.985])('may not have a part of a cent: %d', (price) => {
    expect(priceProblem(price)).toBe('price must have at most two decimals');
  });

  it('is whole cents', () => {
    const all = Array.from({ length: 200_000 }, (_, index) => (50 + index) / 100);
    expect(all.filter((price) => priceProblem(price) !== undefined)).toEqual([]);
    expect(all.filter((price) => toCents(price) / 100 !== price)).toEqual([]);
  });

  it.each([undefined, null, '20', [20], {}, NaN, Infinity, true])('must be a number: %j', (price) => {
    expect(priceProblem(price)).toBe('price must be a number of dollars');
  });
});
