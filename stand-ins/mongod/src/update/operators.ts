import type { Timestamp } from 'bson';
import { arithmetic } from '../bson/decimal.js';
import { compareValues } from '../bson/order.js';
import { shownDoc, shownValue } from '../bson/show.js';
import { isDoc, isInt32, isNumeric, MISSING, typeName, type Doc } from '../bson/values.js';
import { badValue, failedToParse, typeMismatch } from '../errors.js';
import { addToSet, pop, pull, pullAll, push } from './array-operators.js';
import type { Reach, Slot } from './slot.js';
import { nextTimestamp } from './storable.js';

/** The effect of one operator at one place. */
export interface Operation {
  apply(slot: Slot, doc: Doc): void;
  reach: Reach;
}

type Maker = (operand: unknown, path: string) => Operation;

const creating = (apply: Operation['apply']): Operation => ({ apply, reach: 'create' });
const existing = (apply: Operation['apply']): Operation => ({ apply, reach: 'require' });

/**
 * `$setOnInsert` and `$rename` are not here: `$setOnInsert` depends on the insert, and `$rename` has two
 * places.
 */
const OPERATORS: Readonly<Record<string, Maker>> = {
  $set: (operand) => creating((slot) => slot.set(operand)),
  $unset: () => ({ apply: (slot) => slot.value !== MISSING && slot.unset(), reach: 'ignore' }),
  $inc: (operand, path) => numeric('$inc', 'add', operand, path),
  $mul: (operand, path) => numeric('$mul', 'multiply', operand, path),
  $min: (operand) => creating((slot) => isBetter(slot.value, operand, -1) && slot.set(operand)),
  $max: (operand) => creating((slot) => isBetter(slot.value, operand, 1) && slot.set(operand)),
  $currentDate: (operand) => {
    const now = clock(operand);
    return creating((slot) => slot.set(now()));
  },
  $bit: bit,
  $push: (operand, path) => creating(push(operand, path)),
  $addToSet: (operand, path) => creating(addToSet(operand, path)),
  $pull: (operand) => existing(pull(operand)),
  $pullAll: (operand) => existing(pullAll(operand)),
  $pop: (operand, path) => existing(pop(operand, path)),
};

function numeric(operator: string, kind: 'add' | 'multiply', operand: unknown, path: string): Operation {
  if (!isNumeric(operand)) {
    const verb = kind === 'add' ? 'increment' : 'multiply';
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${shownValue(operand)}}`);
  }
  return creating((slot, doc) => {
    const { value } = slot;
    if (value === MISSING) return slot.set(kind === 'add' ? operand : arithmetic('multiply', 0, operand));
    if (!isNumeric(value))
      throw typeMismatch(
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${shownValue(doc._id)}} has the field '${path.split('.').at(-1) ?? path}' of non-numeric type ${typeName(value)}`,
      );
    slot.set(arithmetic(kind, value, operand));
  });
}

const isBetter = (value: unknown, operand: unknown, sign: 1 | -1): boolean =>
  value === MISSING || compareValues(operand, value) * sign > 0;

function clock(operand: unknown): () => Date | Timestamp {
  if (typeof operand === 'boolean') return () => new Date();
  const other = isDoc(operand) && Object.keys(operand).find((key) => key !== '$type');
  if (typeof other === 'string') throw badValue(`Unrecognized $currentDate option: ${other}`);
  const type = isDoc(operand) ? operand.$type : undefined;
  if (type === 'date') return () => new Date();
  if (type === 'timestamp') return () => nextTimestamp();
  throw badValue(
    `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
  );
}

function bit(operand: unknown): Operation {
  if (!isDoc(operand))
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  if (Object.keys(operand).length === 0)
    throw badValue(
      'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}',
    );
  for (const key of Object.keys(operand)) {
    if (!['and', 'or', 'xor'].includes(key))
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${key}' which is an unknown operator: ${shownDoc(operand)}`,
      );
    if (!isWhole(operand[key])) throw badValue('The $bit modifier field must be an Integer(32/64 bit)');
  }
  return creating((slot) => {
    const before = slot.value === MISSING ? 0 : slot.value;
    if (!isWhole(before)) throw badValue('Cannot apply $bit to a value of non-integral type.');
    let result = BigInt(before);
    let long = typeof before === 'bigint';
    for (const [key, value] of Object.entries(operand)) {
      const mask = BigInt(value as number | bigint);
      long ||= typeof value === 'bigint';
      result = key === 'and' ? result & mask : key === 'or' ? result | mask : result ^ mask;
    }
    slot.set(long ? result : Number(result));
  });
}

const isWhole = (value: unknown): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && isInt32(value));

/** Returns the maker of an operator. An unknown operator is an error. */
export function operationOf(operator: string): Maker {
  const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!make)
    throw failedToParse(
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  return make;
}
