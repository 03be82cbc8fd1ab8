import { Decimal128 } from 'bson';
import { exactOf } from '../bson/decimal.js';
import { shownValue } from '../bson/show.js';
import { toNumber } from '../bson/values.js';

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;

/**
 * Converts a BSON number to an int64 and cuts off its fraction. Undefined means that the value is no number,
 * is not finite, or does not fit.
 */
export function truncatedLong(value: unknown): bigint | undefined {
  const whole = wholePart(value);
  return whole === undefined || whole < LOWEST || whole > HIGHEST ? undefined : whole;
}

function wholePart(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Decimal128) {
    const exact = exactOf(value);
    if (!exact) return undefined;
    const { digits, exponent } = exact;
    if (exponent > MOST_DIGITS && digits !== 0n) return HIGHEST + 1n;
    return exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent);
  }
  const number = toNumber(value);
  return number === undefined || !Number.isFinite(number) ? undefined : BigInt(Math.trunc(number));
}

const MOST_DIGITS = 20;

/** Returns whether a number has no fraction. */
export function isWhole(value: unknown): boolean {
  if (!(value instanceof Decimal128)) return Number.isInteger(toNumber(value));
  const exact = exactOf(value);
  return exact !== undefined && (exact.exponent >= 0 || exact.digits % 10n ** BigInt(-exact.exponent) === 0n);
}

/** Reads an operand that has to be an integer. Otherwise `fail` gets MongoDB's words for what is wrong. */
export function integerOperand(name: string, value: unknown, fail: (why: string) => Error): bigint {
  const shown = `${name}: ${shownValue(value)}`;
  const number = toNumber(value);
  if (number === undefined) throw fail(`Expected a number in: ${shown}`);
  if (Number.isNaN(number)) throw fail(`Expected an integer, but found NaN in: ${shown}`);
  const long = truncatedLong(value);
  if (long === undefined) throw fail(`Cannot represent as a 64-bit integer: ${shown}`);
  if (!isWhole(value)) throw fail(`Expected an integer: ${shown}`);
  return long;
}
