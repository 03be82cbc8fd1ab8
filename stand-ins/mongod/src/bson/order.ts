import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  ObjectId,
  Timestamp,
} from 'bson';
import { compareExact, exactOf, type Exact } from './decimal.js';
import { isDoc, Rank, rankOf, toNumber, type Doc } from './values.js';

/**
 * Writes values as strings of bytes (one character per byte) that sort in BSON's order: when MongoDB sorts
 * one value before another, its key is lower. No encoding is a prefix of another one. So the keys of several
 * fields are joined without a separator, and a key with all its bytes inverted sorts backwards.
 */
export class KeyWriter {
  private bytes = Buffer.allocUnsafe(1024);
  private length = 0;

  /** Returns the key of one or more values; `descending[i]` inverts the part of value i. */
  key(values: readonly unknown[], descending?: readonly boolean[]): string {
    this.length = 0;
    for (let i = 0; i < values.length; i++) {
      const start = this.length;
      this.value(values[i]);
      if (descending?.[i]) this.invert(start);
    }
    return this.bytes.toString('latin1', 0, this.length);
  }

  private invert(start: number): void {
    for (let i = start; i < this.length; i++) this.bytes[i] = 255 - (this.bytes[i] ?? 0);
  }

  private value(value: unknown): void {
    const rank = rankOf(value);
    this.byte(rank);
    switch (rank) {
      case Rank.number:
        return this.number(value);
      case Rank.string:
        return this.string(value instanceof BSONSymbol ? value.value : (value as string));
      case Rank.object:
        return this.object(value as Doc);
      case Rank.array:
        for (const item of value as unknown[]) this.value(item);
        return this.byte(0);
      case Rank.binary:
        return this.binary(value as Binary);
      case Rank.objectId:
        return this.raw((value as ObjectId).id);
      case Rank.boolean:
        return this.byte(value ? 1 : 0);
      case Rank.date:
        return this.long(BigInt((value as Date).getTime() || 0) ^ SIGN);
      case Rank.timestamp:
        return this.long((value as Timestamp).toBigInt());
      case Rank.regex:
        this.string((value as BSONRegExp).pattern);
        return this.string((value as BSONRegExp).options);
      case Rank.dbRef:
        this.string((value as DBRef).collection);
        return this.raw((value as DBRef).oid.id);
      case Rank.code:
        return this.string((value as Code).code);
      case Rank.codeWithScope:
        this.string((value as Code).code);
        return this.object((value as Code).scope ?? {});
    }
  }

  /** MongoDB compares documents field by field: first the type, then the name, then the value. */
  private object(doc: Doc): void {
    for (const name of Object.keys(doc)) {
      this.byte(rankOf(doc[name]));
      this.string(name);
      this.value(doc[name]);
    }
    this.byte(0);
  }

  /**
   * Writes the nearest double. When the number is not exactly that double, it also writes on which side the
   * number is, and its digits.
   */
  private number(value: unknown): void {
    const double = toNumber(value) ?? 0;
    this.double(double);
    if (typeof value === 'number' || value instanceof Double) return this.byte(EXACT);
    const exact = exactOf(value instanceof Long ? value.toBigInt() : (value as bigint | Decimal128));
    const side = exact ? compareExact(exact, double) : 0;
    if (!exact || side === 0) return this.byte(EXACT);
    this.byte(EXACT + side);
    const start = this.length;
    this.digits(exact);
    if (exact.digits < 0n) this.invert(start);
  }

  private digits({ digits, exponent }: Exact): void {
    const text = (digits < 0n ? -digits : digits).toString();
    this.room(2);
    this.length = this.bytes.writeUInt16BE(exponent + text.length + 0x8000, this.length);
    this.string(text.replace(/0+$/, ''));
  }

  private double(value: number): void {
    this.room(8);
    if (Number.isNaN(value)) {
      this.bytes.fill(0, this.length, this.length + 8); // NaN sorts below every other number
    } else {
      this.bytes.writeDoubleBE(value === 0 ? 0 : value, this.length);
      const first = this.bytes[this.length] ?? 0;
      if (first & 0x80)
        for (let i = 0; i < 8; i++) this.bytes[this.length + i] = ~(this.bytes[this.length + i] ?? 0);
      else this.bytes[this.length] = first | 0x80;
    }
    this.length += 8;
  }

  private long(value: bigint): void {
    this.room(8);
    this.length = this.bytes.writeBigUInt64BE(BigInt.asUintN(64, value), this.length);
  }

  private binary(value: Binary): void {
    this.room(5);
    this.length = this.bytes.writeUInt32BE(value.length(), this.length);
    this.byte(value.sub_type);
    this.raw(value.buffer.subarray(0, value.length()));
  }

  /**
   * MongoDB compares strings by their UTF-8 bytes; UTF-16 sorts differently. A zero byte ends the string, so
   * the bytes 0 and 1 in it are escaped.
   */
  private string(text: string): void {
    this.room(text.length * 3 + 2);
    const start = this.length;
    this.length += this.bytes.write(text, start, 'utf8');
    if (text.includes('\0') || text.includes('\x01')) {
      const plain = this.bytes.toString('latin1', start, this.length);
      const escaped = plain.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');
      this.length = start;
      this.room(escaped.length + 2);
      this.length += this.bytes.write(escaped, start, 'latin1');
    }
    this.byte(0);
  }

  private raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  private room(needed: number): void {
    if (this.length + needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe((this.length + needed) * 2);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const SIGN = 1n << 63n;
const EXACT = 0x80;

const writer = new KeyWriter();

/** Returns the key of the values of one index entry. */
export const keyOf = (values: readonly unknown[], descending?: readonly boolean[]): string =>
  writer.key(values, descending);

/** Compares two values in BSON's order: the result is negative, zero or positive. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string' && a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a < b ? -1 : a > b ? 1 : 0;
  const byRank = rankOf(a) - rankOf(b);
  if (byRank !== 0) return byRank;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  const x = keyOf([a]);
  const y = keyOf([b]);
  return x < y ? -1 : x > y ? 1 : 0;
}

/**
 * Returns whether a query treats two values as equal. Numbers of different types can be equal. The fields of
 * sub-documents must be in the same order.
 */
export function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') {
    if (typeof a === typeof b) return false;
  } else if (a instanceof ObjectId && b instanceof ObjectId) return a.equals(b);
  if (isDoc(a) !== isDoc(b)) return false;
  return compareValues(a, b) === 0;
}
