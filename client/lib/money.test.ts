import { formatPrice, parsePrice } from './money';

describe('a price', () => {
  it('is written as people of the locale write it', () => {
    expect(formatPrice(1234.5, 'en-US')).toBe('$1,234.50');
    expect(formatPrice(1234.5, 'de-DE').replace(/\s/g, ' ')).toBe('1.234,50 $');
  });

  it.each([
    ['20', 20],
    ['20.5', 20.5],
    ['20,50', 20.5],
    ['.5', 0.5],
    ['20.', 20],
    [' $ 45.50 ', 45.5],
    ['1,000', 1000],
    ['1.000', 1000],
    ['1,234.56', 1234.56],
    ['1.234.567,89', 1234567.89],
    ['1 000', 1000],
    ['1000000', 1000000],
    ['0', 0],
  ])('is read from "%s"', (typed, dollars) => {
    expect(parsePrice(typed)).toBe(dollars);
  });

  it('keeps too many decimals, which the API then refuses', () => {
    expect(parsePrice('1.2345')).toBe(1.2345);
  });

  it.each(['', ' ', 'free', '-5', '1e3', '12,34,5', '.', '0x10', '1.2.3'])(
    'is not read from "%s"',
    (typed) => {
      expect(parsePrice(typed)).toBeNaN();
    },
  );
});
