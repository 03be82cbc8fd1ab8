import { Timestamp } from 'bson';
import { arithmetic } from '../bson/decimal.js';
import { compareValues } from '../bson/order.js';
import { shownDoc, shownValue } from '../bson/show.js';
import { isDoc, isInt32, isNumeric, MISSING, typeName, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse, typeMismatch } from '../errors.js';
import { addToSet, pop, pull, pullAll, push } from './array-operators.js';
import type { Slot } from './slot.js';

/** The effect of one operator at one place. */
export interface Operation {
  apply(slot: Slot, doc: Doc): void;
  /** Whether missing documents on the way to the place are created. */
  create: boolean;
}

type Maker = (operand: unknown, path: string) => Operation;

const creating = (apply: Operation['apply']): Operation => ({ apply, create: true });
const existing = (apply: Operation['apply']): Operation => ({ apply, create: false });

/**
 * `$setOnInsert` and `$rename` are not here: `$setOnInsert` depends on the insert, and `$rename` has two
 * places.
 */
const OPERATORS: Readonly<Record<string, Maker>> = {
  $set: (operand) => creating((slot) => slot.set(operand)),
  $unset: () => existing((slot) => slot.value !== MISSING && slot.unset()),
  $inc: (operand, path) => numeric('$inc', 'add', operand, path),
  $mul: (operand, path) => numeric('$mul', 'multiply', operand, path),
  $min: (operand) => creating((slot) => isBetter(slot.value, operand, -1) && slot.set(operand)),
  $max: (operand) => creating((slot) => isBetter(slot.value, operand, 1) && slot.set(operand)),
  $currentDate: (operand) => creating((slot) => slot.set(now(operand))),
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

function now(operand: unknown): Date | Timestamp {
  if (typeof operand === 'boolean') return new Date();
  const type = isDoc(operand) ? operand.$type : undefined;
  if (type === 'date') return new Date();
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  throw badValue(
    `${shownValue(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
  );
}

function bit(operand: unknown): Operation {
  if (!isDoc(operand)) throw badValue('The $bit modifier is not compatible with a non-object');
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

export function makeOperation(operator: string, operand: unknown, path: string): Operation {
  const make = OPERATORS[operator];
  if (!make)
    throw failedToParse(
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  return make(operand, path);
}

export function checkPath(path: string): void {
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.');
  if (path.split('.').includes(''))
    throw new CommandError(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  if (path.startsWith('$'))
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${path}' in '${path}' is not valid for storage.`,
    );
}
