import { mistakes } from '../browser/card-check.js';
import { formatCvc, formatExpiry, formatNumber } from '../browser/card-format.js';
import { passesLuhn } from '../browser/card-number.js';
import { TEST_CARDS } from './model/test-cards.js';

const NOW = new Date(2026, 10, 27);
const GOOD = { number: '4242 4242 4242 4242', exp: '12 / 34', cvc: '123' };

it.each([
  ['4242424242424242', '4242 4242 4242 4242'],
  ['4242 42424', '4242 4242 4'],
  ['4242-4242-4242-4242-99', '4242 4242 4242 4242'],
  ['378282246310005', '3782 822463 10005'],
  ['card', ''],
])('shows the number %s as %s', (typed, shown) => {
  expect(formatNumber(typed)).toBe(shown);
});

it.each([
  ['1', '1'],
  ['3', '03'],
  ['12', '12'],
  ['123', '12 / 3'],
  ['1234', '12 / 34'],
  ['12/34', '12 / 34'],
  ['1/34', '01 / 34'],
  ['12 / 2034', '12 / 34'],
  ['122034', '12 / 34'],
])('shows the expiry %s as %s', (typed, shown) => {
  expect(formatExpiry(typed)).toBe(shown);
});

it('knows that only American Express has a security code of four digits', () => {
  expect(formatCvc('12345', '4242')).toBe('123');
  expect(formatCvc('12345', '3782')).toBe('1234');
});

it.each([
  [{}, undefined],
  [{ exp: '11 / 26' }, undefined],
  [{ number: '4242 4242' }, 'incomplete_number'],
  [{ number: '4242 4242 4242 4241' }, 'invalid_number'],
  [{ exp: '12' }, 'incomplete_expiry'],
  [{ exp: '13 / 34' }, 'invalid_expiry'],
  [{ exp: '12 / 25' }, 'invalid_expiry_year_past'],
  [{ exp: '10 / 26' }, 'invalid_expiry_month_past'],
  [{ cvc: '12' }, 'incomplete_cvc'],
  [{ number: '3782 822463 10005' }, 'incomplete_cvc'],
])('finds in %j the mistake %s', (wrong, code) => {
  expect(mistakes({ ...GOOD, ...wrong }, NOW).map((mistake) => mistake.code)).toEqual(code ? [code] : []);
});

it('accepts the number of every test card, and none with another last digit', () => {
  for (const { number } of TEST_CARDS) {
    expect([number, passesLuhn(number)]).toEqual([number, true]);
    expect(passesLuhn(number.slice(0, -1) + String((Number(number.slice(-1)) + 1) % 10))).toBe(false);
  }
});
