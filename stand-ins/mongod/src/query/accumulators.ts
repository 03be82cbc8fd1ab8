import { compareValues } from '../bson/order.js';
import { isInt32, MISSING, toDouble, toNumber, typeName } from '../bson/values.js';
import { notSupported } from '../errors.js';

/** Collects the values of one group. */
export interface Accumulator {
  add(value: unknown): void;
  result(): unknown;
}

const TWO_32 = 1n << 32n;

/**
 * Adds numbers and ignores other values. Integers give an int32, an int64, or a double when an int64 is too
 * small; with a double among them the sum is a double. Two doubles hold the sum, as in MongoDB, so that
 * rounding errors are kept and integers are exact. (S. Boldo, S. Graillat, J.-M. Muller: On the robustness of
 * the 2Sum and Fast2Sum algorithms.)
 */
export class Sum implements Accumulator {
  private type: 'int' | 'long' | 'double' = 'int';
  private sum = 0;
  private rest = 0;
  /** The plain sum. It counts when an infinity makes the exact one NaN. */
  private plain = 0;

  add(value: unknown): void {
    const type = typeName(value);
    if (type === 'decimal') throw notSupported('$sum of a Decimal128');
    if (type !== 'int' && type !== 'long' && type !== 'double') return;
    if (type === 'double' || (type === 'long' && this.type === 'int')) this.type = type;
    if (typeof value === 'bigint') {
      const high = (value / TWO_32) * TWO_32;
      this.addDouble(Number(value - high));
      this.addDouble(Number(high));
    } else this.addDouble(toNumber(value) ?? 0);
  }

  private addDouble(value: number): void {
    this.plain += value;
    const low = value + this.rest; // Fast2Sum: `rest` is the smaller one
    const lowError = this.rest - (low - value);
    const sum = this.sum + low; // 2Sum: either may be the smaller one
    const was = sum - low;
    const error = this.sum - was + (low - (sum - was));
    this.sum = sum;
    this.rest = lowError + error;
  }

  result(): unknown {
    if (this.type === 'double') return toDouble(Number.isNaN(this.sum) ? this.plain : this.sum);
    const whole = BigInt(this.sum) + BigInt(this.rest);
    if (BigInt.asIntN(64, whole) !== whole) return toDouble(this.sum);
    const small = Number(whole);
    return this.type === 'int' && isInt32(small) ? small : whole;
  }
}

/** Keeps the lowest value in BSON's order, or with `sign` -1 the highest. Null and missing values do not count. */
export class Extreme implements Accumulator {
  private best: unknown = MISSING;

  constructor(private readonly sign: 1 | -1) {}

  add(value: unknown): void {
    if (value === MISSING || value === null || value === undefined) return;
    if (this.best === MISSING || compareValues(this.best, value) * this.sign > 0) this.best = value;
  }

  result(): unknown {
    return this.best === MISSING ? null : this.best;
  }
}
