import {
  Binary,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  BSONRegExp,
  BSONSymbol,
  Timestamp,
} from 'bson';
import type { Doc } from './doc.js';
import { docFor, orderedDoc } from './ordered.js';

export type { Doc };

/** The value at a path that does not exist. It is not the same as null. */
export const MISSING = Symbol('missing');

/** The groups of types in BSON's order, from lowest to highest. */
export const Rank = {
  minKey: 1,
  undefined: 2,
  null: 3,
  number: 4,
  string: 5,
  object: 6,
  array: 7,
  binary: 8,
  objectId: 9,
  boolean: 10,
  date: 11,
  timestamp: 12,
  regex: 13,
  dbRef: 14,
  code: 15,
  codeWithScope: 16,
  maxKey: 17,
} as const;

export function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return Rank.number;
    case 'string':
      return Rank.string;
    case 'boolean':
      return Rank.boolean;
    case 'undefined':
      return Rank.undefined;
    case 'symbol':
      return Rank.null; // a missing field sorts and compares like null
  }
  if (value === null) return Rank.null;
  if (Array.isArray(value)) return Rank.array;
  if (value instanceof ObjectId) return Rank.objectId;
  if (value instanceof Date) return Rank.date;
  if (value instanceof Double || value instanceof Decimal128) return Rank.number;
  if (isTimestamp(value)) return Rank.timestamp;
  if (value instanceof Long) return Rank.number;
  if (value instanceof Binary) return Rank.binary;
  if (value instanceof BSONRegExp) return Rank.regex;
  if (value instanceof BSONSymbol) return Rank.string;
  if (value instanceof Code) return value.scope ? Rank.codeWithScope : Rank.code;
  if (value instanceof MinKey) return Rank.minKey;
  if (value instanceof MaxKey) return Rank.maxKey;
  if (value instanceof DBRef) return Rank.dbRef;
  return Rank.object;
}

// Timestamp extends Long, so this is tested before Long
export const isTimestamp = (value: unknown): value is Timestamp => value instanceof Timestamp;

/** Returns whether a value is a sub-document: not an array and none of BSON's other types. */
export function isDoc(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export const own = (doc: Doc, field: string): unknown => (Object.hasOwn(doc, field) ? doc[field] : MISSING);

/** Sets a field, even one that is named `__proto__`. */
export function setField(doc: Doc, field: string, value: unknown): void {
  if (field === '__proto__')
    Object.defineProperty(doc, field, { value, enumerable: true, configurable: true, writable: true });
  else doc[field] = value;
}

const TYPE_NAMES = [
  '',
  'minKey',
  'undefined',
  'null',
  '',
  'string',
  'object',
  'array',
  'binData',
  'objectId',
  'bool',
  'date',
  'timestamp',
  'regex',
  'dbPointer',
  'javascript',
  'javascriptWithScope',
  'maxKey',
];

/** Returns the name of a value's BSON type, as `$type` spells it. */
export function typeName(value: unknown): string {
  if (value === MISSING) return 'missing';
  const rank = rankOf(value);
  if (rank !== Rank.number) return value instanceof BSONSymbol ? 'symbol' : (TYPE_NAMES[rank] ?? 'object');
  if (typeof value === 'bigint' || value instanceof Long) return 'long';
  if (value instanceof Decimal128) return 'decimal';
  return typeof value === 'number' && isInt32(value) ? 'int' : 'double';
}

export const isInt32 = (value: number): boolean => (value | 0) === value && !Object.is(value, -0);

export const isNumeric = (value: unknown): boolean => rankOf(value) === Rank.number;

/** Converts any BSON number to a JavaScript number. Other values give undefined. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return Number(value.toString());
  if (value instanceof Long && !isTimestamp(value)) return value.toNumber();
  return undefined;
}

/** Returns a double that is written as a double: `serialize` writes a plain 3 as an int32. */
export const toDouble = (value: number): number | Double => (isInt32(value) ? new Double(value) : value);

/** Returns whether MongoDB reads a command option as true: `true`, or any number but zero. */
export function truthy(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const number = toNumber(value);
  return number !== undefined && number !== 0;
}

export function cloneValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneValue);
  if (!isDoc(value)) return value;
  const names = Object.keys(value);
  const copy = docFor(names);
  for (const name of names) setField(copy, name, cloneValue(value[name]));
  return copy;
}

/** Copies a document and all documents in it, so that they keep the order of fields that are added later. */
export function orderedCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderedCopy);
  if (!isDoc(value)) return value;
  const copy = orderedDoc();
  for (const name of Object.keys(value)) setField(copy, name, orderedCopy(value[name]));
  return copy;
}
