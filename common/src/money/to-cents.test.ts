import { toCents } from './to-cents.js';

describe('toCents', () => {
  it.each([
    [19.99, 1999],
    [0.5, 50],
    [0.07, 7],
    [1.1, 110],
    [4.35, 435],
    [20, 2000],
    [0, 0],
    [999_999.99, 99_999_999],
  ])('makes %d dollars into %d cents', (dollars, cents) => {
    expect(toCents(dollars)).toBe(cents);
  });

  it('reads the cents of every price up to 2000 dollars', () => {
    const all = Array.from({ length: 200_001 }, (_, cents) => cents);
    expect(all.filter((cents) => toCents(cents / 100) !== cents)).toEqual([]);
  });

  it.each([0.001, 19.999, 1e-7, 1e21, -1, NaN, Infinity, 2 ** 53])('refuses %d', (dollars) => {
    expect(() => toCents(dollars)).toThrow(RangeError);
  });
});
