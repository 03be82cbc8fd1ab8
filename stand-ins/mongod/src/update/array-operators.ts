import { compareValues, equalValues } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, own, toNumber, typeName, type Doc } from '../bson/values.js';
import { badValue, failedToParse, typeMismatch } from '../errors.js';
import { integerOperand } from '../query/integer.js';
import { pullTest } from '../query/matcher.js';
import { arrayIndex, splitPath, type Path } from '../query/path.js';
import type { Predicate } from '../query/predicates.js';
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

type Order = (a: unknown, b: unknown) => number;

function sorter(sort: unknown): Order {
  if (isDoc(sort)) return sortByFields(sort);
  const sign = toNumber(sort);
  if (sign !== 1 && sign !== -1)
    throw badValue(
      toNumber(sort) === undefined
        ? 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields'
        : 'The $sort element value must be either 1 or -1',
    );
  return (a, b) => compareValues(a, b) * sign;
}

/** Here MongoDB compares an array as a whole, and a missing field sorts like null. */
function sortByFields(sort: Doc): Order {
  const fields = Object.keys(sort).map((field) => {
    const sign = toNumber(sort[field]);
    if (sign !== 1 && sign !== -1) throw badValue('The $sort element value must be either 1 or -1');
    if (field === '') throw badValue('The $sort field cannot be empty');
    if (field.split('.').includes(''))
      throw badValue(`The $sort field is a dotted field but has an empty part: ${field}`);
    return { path: splitPath(field), sign };
  });
  if (fields.length === 0) throw badValue('The $sort pattern is empty when it should be a set of fields.');
  return (a, b) => {
    for (const { path, sign } of fields) {
      const order = compareValues(valueAt(a, path), valueAt(b, path)) * sign;
      if (order !== 0) return order;
    }
    return 0;
  };
}

function valueAt(item: unknown, path: Path): unknown {
  let value = isDoc(item) ? item : undefined;
  for (const [i, part] of path.entries()) {
    const next: unknown = Array.isArray(value) ? value[arrayIndex(part)] : value && own(value, part);
    if (next === MISSING || next === undefined) return null;
    if (i === path.length - 1) return next;
    value = isDoc(next) || Array.isArray(next) ? (next as Doc) : undefined;
  }
  return null;
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
  const end = integerOperand(path, operand, (why) => failedToParse(why));
  if (end !== 1n && end !== -1n) throw failedToParse(`$pop expects 1 or -1, found: ${shownValue(operand)}`);
  return (slot) => {
    if (slot.value === MISSING) return;
    if (!Array.isArray(slot.value))
      throw typeMismatch(`Path '${path}' contains an element of non-array type '${typeName(slot.value)}'`);
    slot.set(end === 1n ? slot.value.slice(0, -1) : slot.value.slice(1));
  };
}
