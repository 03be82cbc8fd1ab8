import { Binary, Decimal128, Double, ObjectId } from 'bson';
import { isDoc } from './values.js';

/** Writes a value as MongoDB does in its messages: `{ name: "x" }`, `ObjectId('…')`, `null`. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === undefined) return 'undefined';
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (value instanceof Double) return value.value.toFixed(1);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Decimal128) return `NumberDecimal('${value.toString()}')`;
  if (value instanceof Binary)
    return value.sub_type === Binary.SUBTYPE_UUID
      ? `UUID("${value.toUUID().toString()}")`
      : `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`;
  if (Array.isArray(value)) return `[ ${value.map(shownValue).join(', ')} ]`;
  if (isDoc(value)) return shownDoc(value);
  return JSON.stringify(value);
}

export function shownDoc(doc: Record<string, unknown>): string {
  const fields = Object.keys(doc).map((key) => `${key}: ${shownValue(doc[key])}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
