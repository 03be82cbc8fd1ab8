import { BSONRegExp } from 'bson';
import { compareValues, equalValues } from '../bson/order.js';
import { isDoc, isInt32, MISSING, Rank, rankOf, toNumber, typeName } from '../bson/values.js';
import { badValue, CommandError, failedToParse } from '../errors.js';
import { toRegExp } from './regex.js';

export type Predicate = (value: unknown) => boolean;

export type Comparison = '$lt' | '$lte' | '$gt' | '$gte';

export function equals(operand: unknown): Predicate {
  if (operand === null) return (value) => value === null || value === MISSING;
  if (typeof operand === 'string')
    return (value) => value === operand || (typeof value === 'object' && equalValues(value, operand));
  return (value) => value !== MISSING && equalValues(value, operand);
}

/** A range matches only values of its operand's type. Ranges against MinKey and MaxKey match every type. */
export function compares(operator: Comparison, operand: unknown): Predicate {
  if (operand instanceof BSONRegExp)
    throw badValue(`Can't have RegEx as arg to predicate over field with ${operator}.`);
  const orEqual = operator === '$lte' || operator === '$gte';
  if (operand === null) return orEqual ? equals(null) : () => false;
  if (Number.isNaN(toNumber(operand)))
    return orEqual ? (value) => Number.isNaN(toNumber(value)) : () => false;
  const sign = operator === '$lt' || operator === '$lte' ? -1 : 1;
  const rank = rankOf(operand);
  const anyType = rank === Rank.minKey || rank === Rank.maxKey;
  return (value) => {
    if (value === MISSING || (rankOf(value) !== rank && !anyType)) return false;
    if (Number.isNaN(toNumber(value)) && !anyType) return false;
    const order = compareValues(value, operand);
    return order === 0 ? orEqual : order < 0 === sign < 0;
  };
}

export function isIn(operands: readonly unknown[]): Predicate {
  const tests = operands.map((operand) =>
    operand instanceof BSONRegExp ? matchesRegex(operand) : equals(operand),
  );
  return (value) => tests.some((test) => test(value));
}

export function matchesRegex(operand: unknown, options?: unknown): Predicate {
  const regex = toRegExp(operand, options);
  return (value) =>
    typeof value === 'string'
      ? regex.test(value)
      : value instanceof BSONRegExp && value.pattern === regex.source && value.options === regex.flags;
}

export function hasType(operand: unknown): Predicate {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typeAlias));
  return (value) => wanted.has(typeName(value));
}

const TYPE_CODES: Readonly<Record<number, string>> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  [-1]: 'minKey',
  127: 'maxKey',
};

function typeAlias(alias: unknown): string[] {
  if (alias === 'number') return ['int', 'long', 'double', 'decimal'];
  if (typeof alias === 'string') {
    if (!Object.values(TYPE_CODES).includes(alias)) throw badValue(`Unknown type name alias: ${alias}`);
    return [alias];
  }
  const name = TYPE_CODES[toNumber(alias) ?? NaN];
  if (name === undefined) throw badValue(`Invalid numerical type code: ${String(alias)}`);
  return [name];
}

export function modulo(operand: unknown): Predicate {
  if (!Array.isArray(operand) || operand.length < 2) throw badValue('malformed mod, not enough elements');
  if (operand.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, remainder] = operand.map((part) => Math.trunc(toNumber(part) ?? NaN));
  if (divisor === undefined || remainder === undefined || Number.isNaN(divisor + remainder))
    throw badValue('malformed mod, divisor and remainder have to be numbers');
  if (divisor === 0) throw badValue('divisor cannot be 0');
  return (value) => {
    const number = toNumber(value);
    // `|| 0` turns -0 into 0
    return (
      number !== undefined && Number.isFinite(number) && (Math.trunc(number) % divisor || 0) === remainder
    );
  };
}

export function hasSize(operand: unknown): Predicate {
  const size = toNumber(operand);
  if (size === undefined || !Number.isInteger(size))
    throw failedToParse(`Failed to parse $size. Expected an integer in: $size: ${String(operand)}`);
  if (size < 0)
    throw failedToParse(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return (value) => Array.isArray(value) && value.length === size;
}

export type BitTest = '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear';

export function bits(operator: BitTest, operand: unknown): Predicate {
  const mask = bitMask(operator, operand);
  return (value) => {
    const number = toNumber(value);
    if (number === undefined || !Number.isInteger(number)) return false;
    const set = (typeof value === 'bigint' ? value : BigInt(number)) & mask;
    if (operator === '$bitsAllSet') return set === mask;
    if (operator === '$bitsAllClear') return set === 0n;
    return operator === '$bitsAnySet' ? set !== 0n : set !== mask;
  };
}

function bitMask(operator: BitTest, operand: unknown): bigint {
  if (Array.isArray(operand))
    return operand.reduce<bigint>((mask, position) => {
      const bit = toNumber(position);
      if (bit === undefined || !isInt32(bit) || bit < 0)
        throw badValue(`${operator} takes positions that are 0 or more`);
      return mask | (1n << BigInt(bit));
    }, 0n);
  const number = toNumber(operand);
  if (number === undefined || !Number.isInteger(number) || number < 0)
    throw badValue(`${operator} takes a list of positions or a mask that is an integer of 0 or more`);
  return typeof operand === 'bigint' ? operand : BigInt(number);
}

export const isRegex = (value: unknown): value is BSONRegExp => value instanceof BSONRegExp;

/** Returns whether a value in a query is a document of operators such as `{$gt: 1}`. */
export function isOperators(value: unknown): value is Record<string, unknown> {
  if (!isDoc(value)) return false;
  const first = Object.keys(value)[0];
  return (
    first !== undefined && first.startsWith('$') && first !== '$ref' && first !== '$id' && first !== '$db'
  );
}

export const unknownOperator = (name: string): CommandError => badValue(`unknown operator: ${name}`);
