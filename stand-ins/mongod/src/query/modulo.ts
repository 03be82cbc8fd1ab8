import { toNumber } from '../bson/values.js';
import { badValue } from '../errors.js';
import { truncatedLong } from './integer.js';
import type { Predicate } from './predicates.js';

/** `{$mod: [divisor, remainder]}`. Fractions are cut off, of the operands and of the values. */
export function modulo(operand: unknown): Predicate {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array');
  if (operand.length < 2) throw badValue('malformed mod, not enough elements');
  const divisor = part('divisor', operand[0]);
  const remainder = part('remainder', operand[1]);
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  return (value) => {
    const long = truncatedLong(value);
    return long !== undefined && long % divisor === remainder;
  };
}

function part(name: string, value: unknown): bigint {
  if (toNumber(value) === undefined) throw badValue(`malformed mod, ${name} not a number`);
  const long = truncatedLong(value);
  if (long === undefined)
    throw badValue(
      `malformed mod, ${name} value is invalid :: caused by :: Out of bounds coercing to integral value`,
    );
  return long;
}
