import { compareValues, equalValues } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, toNumber, typeName, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse, typeMismatch } from '../errors.js';
import { itemTest } from '../query/matcher.js';
import { isRegex, matchesRegex, type Predicate } from '../query/predicates.js';
import { parseSort, sortKey } from '../query/sort.js';
import type { Slot } from './slot.js';

type Apply = (slot: Slot, doc: Doc) => void;

const PUSH_CLAUSES = new Set(['$each', '$slice', '$sort', '$position']);

export function push(operand: unknown, path: string): Apply {
  if (!isDoc(operand) || !('$each' in operand))
    return (slot, doc) => slot.set([...arrayIn(slot, path, doc), operand]);
  const unknown = Object.keys(operand).find((key) => !PUSH_CLAUSES.has(key));
  if (unknown !== undefined) throw badValue(`Unrecognized clause in $push: ${unknown}`);
  const items = operand.$each;
  if (!Array.isArray(items))
    throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeName(items)}`);
  const slice = integer('$slice', operand.$slice);
  const position = integer('$position', operand.$position);
  const order = operand.$sort === undefined ? undefined : sorter(operand.$sort);
  return (slot, doc) => {
    const result = [...arrayIn(slot, path, doc)];
    result.splice(position ?? result.length, 0, ...(items as unknown[]));
    if (order) result.sort(order);
    if (slice === undefined) slot.set(result);
    else slot.set(slice >= 0 ? result.slice(0, slice) : result.slice(slice));
  };
}

function integer(clause: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number))
    throw badValue(`The value for ${clause} must be an integer value but was given type: ${typeName(value)}`);
  return number;
}

function sorter(sort: unknown): (a: unknown, b: unknown) => number {
  if (!isDoc(sort)) {
    const sign = toNumber(sort);
    if (sign !== 1 && sign !== -1) throw badValue('The $sort element value must be either 1 or -1');
    return (a, b) => compareValues(a, b) * sign;
  }
  const key = sortKey(parseSort(sort));
  return (a, b) => {
    const x = key(isDoc(a) ? a : {});
    const y = key(isDoc(b) ? b : {});
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

function arrayIn(slot: Slot, path: string, doc: Doc): unknown[] {
  if (slot.value === MISSING) return [];
  if (Array.isArray(slot.value)) return slot.value;
  throw badValue(
    `The field '${path}' must be an array but is of type ${typeName(slot.value)} in document {_id: ${shownValue(doc._id)}}`,
  );
}

export function addToSet(operand: unknown, path: string): Apply {
  let items: unknown[] = [operand];
  if (isDoc(operand) && Object.keys(operand)[0] === '$each') {
    if (!Array.isArray(operand.$each))
      throw typeMismatch(
        `The argument to $each in $addToSet must be an array but it was of type ${typeName(operand.$each)}`,
      );
    if (Object.keys(operand).length > 1)
      throw badValue(`Found unexpected fields after $each in $addToSet: ${shownValue(operand)}`);
    items = operand.$each;
  }
  return (slot) => {
    if (slot.value !== MISSING && !Array.isArray(slot.value))
      throw badValue(
        `Cannot apply $addToSet to non-array field. Field named '${path.split('.').at(-1) ?? path}' has non-array type ${typeName(slot.value)}`,
      );
    const result = slot.value === MISSING ? [] : [...(slot.value as unknown[])];
    for (const item of items) if (!result.some((known) => equalValues(known, item))) result.push(item);
    slot.set(result);
  };
}

export function pull(operand: unknown): Apply {
  return remove('$pull', pullTest(operand));
}

function pullTest(operand: unknown): Predicate {
  if (isDoc(operand)) return itemTest(operand);
  return isRegex(operand) ? matchesRegex(operand) : (item) => equalValues(item, operand);
}

export function pullAll(operand: unknown): Apply {
  if (!Array.isArray(operand))
    throw badValue('$pullAll requires an array argument but was given a ' + typeName(operand));
  return remove('$pullAll', (item) => operand.some((unwanted) => equalValues(item, unwanted)));
}

function remove(operator: string, unwanted: Predicate): Apply {
  return (slot) => {
    if (slot.value === MISSING) return;
    if (!Array.isArray(slot.value)) throw badValue(`Cannot apply ${operator} to a non-array value`);
    const kept = slot.value.filter((item) => !unwanted(item));
    if (kept.length < slot.value.length) slot.set(kept);
  };
}

export function pop(operand: unknown, path: string): Apply {
  const end = toNumber(operand);
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${shownValue(operand)}`);
  return (slot) => {
    if (slot.value === MISSING) return;
    if (!Array.isArray(slot.value))
      throw new CommandError(
        14,
        `Path '${path}' contains an element of non-array type '${typeName(slot.value)}'`,
      );
    slot.set(end === 1 ? slot.value.slice(0, -1) : slot.value.slice(1));
  };
}
