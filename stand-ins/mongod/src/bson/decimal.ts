import { Decimal128, Long } from 'bson';
import { CommandError } from '../errors.js';
import { toDouble, toNumber } from './values.js';

/** A finite number, exactly: digits · 10^exponent. The sign of the number is the sign of `digits`. */
export interface Exact {
  digits: bigint;
  exponent: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:E([+-]?\d+))?$/i;
const MOST_DIGITS = 34;

export function exactOf(value: bigint | Decimal128): Exact | undefined {
  if (typeof value === 'bigint') return { digits: value, exponent: 0 };
  const match = DECIMAL.exec(value.toString());
  if (!match) return undefined; // NaN and the infinities
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = BigInt(whole + fraction || '0');
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length };
}

/** Returns the sign of `exact - double`, without rounding. */
export function compareExact({ digits, exponent }: Exact, double: number): number {
  if (!Number.isFinite(double)) return double > 0 ? -1 : 1;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, double);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const power = (biased === 0 ? 1 : biased) - 1075;
  let left = digits;
  let right = double < 0 ? -mantissa : mantissa;
  if (exponent >= 0) left *= 10n ** BigInt(exponent);
  else right *= 10n ** BigInt(-exponent);
  if (power >= 0) right <<= BigInt(power);
  else left <<= BigInt(-power);
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Computes `$inc` and `$mul`. The result has the wider of the two types; an int32 that overflows becomes an
 * int64.
 */
export function arithmetic(kind: 'add' | 'multiply', a: unknown, b: unknown): unknown {
  const left = a instanceof Long ? a.toBigInt() : a;
  const right = b instanceof Long ? b.toBigInt() : b;
  if (left instanceof Decimal128 || right instanceof Decimal128) return decimalArithmetic(kind, left, right);
  if (isWhole(left) && isWhole(right)) {
    const exact = kind === 'add' ? BigInt(left) + BigInt(right) : BigInt(left) * BigInt(right);
    if (BigInt.asIntN(64, exact) !== exact)
      throw new CommandError(
        2,
        `Failed to apply ${kind === 'add' ? '$inc' : '$mul'} operations: the result is no int64`,
      );
    const long = typeof left === 'bigint' || typeof right === 'bigint' || BigInt.asIntN(32, exact) !== exact;
    return long ? exact : Number(exact);
  }
  const x = toNumber(left) ?? 0;
  const y = toNumber(right) ?? 0;
  return toDouble(kind === 'add' ? x + y : x * y);
}

const isWhole = (value: unknown): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && (value | 0) === value && !Object.is(value, -0));

function decimalArithmetic(kind: 'add' | 'multiply', a: unknown, b: unknown): Decimal128 {
  const x = exactOf(asDecimal(a));
  const y = exactOf(asDecimal(b));
  if (!x || !y) {
    const result =
      kind === 'add' ? (toNumber(a) ?? 0) + (toNumber(b) ?? 0) : (toNumber(a) ?? 0) * (toNumber(b) ?? 0);
    return Decimal128.fromString(String(result));
  }
  if (kind === 'multiply') return decimal({ digits: x.digits * y.digits, exponent: x.exponent + y.exponent });
  const exponent = Math.min(x.exponent, y.exponent);
  const digits =
    x.digits * 10n ** BigInt(x.exponent - exponent) + y.digits * 10n ** BigInt(y.exponent - exponent);
  return decimal({ digits, exponent });
}

// MongoDB converts a double to a decimal with 15 significant digits
function asDecimal(value: unknown): Decimal128 | bigint {
  if (value instanceof Decimal128 || typeof value === 'bigint') return value;
  const number = toNumber(value) ?? 0;
  return Decimal128.fromString(Number.isInteger(number) ? String(number) : number.toPrecision(15));
}

function decimal({ digits, exponent }: Exact): Decimal128 {
  let text = digits.toString();
  const room = MOST_DIGITS + (digits < 0n ? 1 : 0);
  if (text.length <= room) return Decimal128.fromString(`${text}E${exponent}`);
  const dropped = text.length - room;
  text = (digits / 10n ** BigInt(dropped)).toString();
  return Decimal128.fromStringWithRounding(`${text}E${exponent + dropped}`);
}
