import { formatPrice, typedPrice } from './money';

it('writes a price as people of the locale write it', () => {
  expect(formatPrice(1234.5, 'en-US')).toBe('$1,234.50');
  expect(formatPrice(1234.5, 'de-DE').replace(/\s/g, ' ')).toBe('1.234,50 $');
});

it.each([
  ['en-US', 45, '45'],
  ['en-US', 45.5, '45.50'],
  ['de-DE', 1234.5, '1234,50'],
  ['ar-EG', 45.5, '٤٥٫٥٠'],
  ['az-u-nu-arabext', 45.5, '۴۵,۵۰'],
])('begins a form of %s with %d as %s', (locale, dollars, text) => {
  expect(typedPrice(dollars, locale)).toBe(text);
});
