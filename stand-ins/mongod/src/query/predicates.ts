import { BSONRegExp, BSONSymbol, ObjectId } from 'bson';
import { compareValues, equalValues } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, Rank, rankOf, toNumber, typeName, type Doc } from '../bson/values.js';
import { badValue, failedToParse, typeMismatch, type CommandError } from '../errors.js';
import { integerOperand } from './integer.js';
import { toRegex } from './regex/regex.js';

export type Predicate = (value: unknown) => boolean;

export type Comparison = '$lt' | '$lte' | '$gt' | '$gte';

export function equals(operand: unknown): Predicate {
  if (operand === undefined) throw badValue('cannot compare to undefined');
  if (operand === null) return (value) => value === null || value === MISSING;
  if (typeof operand === 'string')
    return (value) => value === operand || (typeof value === 'object' && equalValues(value, operand));
  return (value) => value !== MISSING && equalValues(value, operand);
}

/** A range matches only values of its operand's type. Ranges against MinKey and MaxKey match every type. */
export function compares(operator: Comparison, operand: unknown): Predicate {
  if (operand instanceof BSONRegExp)
    throw badValue(`Can't have RegEx as arg to predicate over field with ${operator}.`);
  if (operand === undefined) throw badValue('cannot compare to undefined');
  const orEqual = operator === '$lte' || operator === '$gte';
  if (operand === null) return orEqual ? equals(null) : () => false;
  if (Number.isNaN(toNumber(operand)))
    return orEqual ? (value) => Number.isNaN(toNumber(value)) : () => false;
  const sign = operator === '$lt' || operator === '$lte' ? -1 : 1;
  const rank = rankOf(operand);
  if (rank === Rank.minKey || rank === Rank.maxKey) return extreme(rank, sign, orEqual);
  return (value) => {
    if (value === MISSING || rankOf(value) !== rank || Number.isNaN(toNumber(value))) return false;
    const order = compareValues(value, operand);
    return order === 0 ? orEqual : order < 0 === sign < 0;
  };
}

/** Each value, even a missing one, is above MinKey and below MaxKey. */
function extreme(rank: number, sign: 1 | -1, orEqual: boolean): Predicate {
  const others = (rank === Rank.minKey) === sign > 0;
  return (value) => (value !== MISSING && rankOf(value) === rank ? orEqual : others);
}

export function isIn(operands: readonly unknown[]): Predicate {
  const testOf = (operand: unknown) =>
    operand instanceof BSONRegExp ? matchesRegex(operand) : equals(operand);
  const tests = operands.map(testOf);
  // hundreds of ids are usual, and each document would be compared with all of them
  const names = new Set(operands.map(nameOf));
  const others = operands.filter((operand) => nameOf(operand) === undefined).map(testOf);
  return (value) => {
    const name = nameOf(value);
    if (name === undefined) return tests.some((test) => test(value));
    return names.has(name) || others.some((test) => test(value));
  };
}

/** It is the same for equal values, and only for those. Values of most types have none. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return `string ${value}`;
  return value instanceof ObjectId ? value.toHexString() : undefined;
}

export function matchesRegex(operand: unknown, options?: unknown): Predicate {
  const regex = toRegex(operand, options);
  return (value) => {
    if (typeof value === 'string') return regex.test(value);
    if (value instanceof BSONSymbol) return regex.test(value.value);
    return isRegex(value) && value.pattern === regex.pattern && value.options === regex.options;
  };
}

export function hasType(operand: unknown): Predicate {
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typeAlias));
  if (wanted.size === 0) throw failedToParse('$type must match at least one type');
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
  const code = toNumber(alias);
  if (code === undefined) throw typeMismatch('type must be represented as a number or a string');
  const name = TYPE_CODES[code];
  if (name === undefined)
    throw badValue(
      `Invalid numerical type code: ${code}${code === 0 ? '. Instead use {$exists:false}.' : ''}`,
    );
  return [name];
}

export function hasSize(operand: unknown): Predicate {
  const fail = (why: string) => failedToParse(`Failed to parse $size. ${why}`);
  const size = integerOperand('$size', operand, fail);
  if (size < 0n) throw fail(`Expected a non-negative number in: $size: ${shownValue(operand)}`);
  if (size > 0x7fffffffn) throw fail(`Cannot represent $size: ${shownValue(operand)} in an int`);
  return (value) => Array.isArray(value) && BigInt(value.length) === size;
}

export const isRegex = (value: unknown): value is BSONRegExp => value instanceof BSONRegExp;

/**
 * Returns whether a value in a query is a document of operators such as `{$gt: 1}`. A DBRef is a value,
 * although its fields begin with a dollar.
 */
export function isOperators(value: unknown): value is Doc {
  if (!isDoc(value)) return false;
  const names = Object.keys(value);
  return names[0]?.startsWith('$') === true && !(names.includes('$ref') && names.includes('$id'));
}

export const unknownOperator = (name: string): CommandError => badValue(`unknown operator: ${name}`);
