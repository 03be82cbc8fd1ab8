import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { CommandError } from '../errors.js';
import { dateOf } from './date.js';
import { isIntegerName, orderedDoc } from './ordered.js';
import { setField, toDouble, type Doc } from './values.js';

/**
 * Reads BSON so that `serialize` gives the same bytes back. (The `deserialize` of bson either loses the
 * number types or wraps every number.) With `only`, the other top-level fields are skipped. The document begins
 * at `start`.
 */
export function decode(bytes: Buffer, only?: ReadonlySet<string>, start = 0): Doc {
  return new Reader(bytes, undefined, start).document(only);
}

/**
 * Reads a document but does not decode its field `field`, an array of documents. Those documents are returned
 * as bytes.
 */
export function decodeAround(bytes: Buffer, field: string): { doc: Doc; documents: Buffer[] | undefined } {
  const reader = new Reader(bytes, field);
  return { doc: reader.document(), documents: reader.documents };
}

class Reader {
  documents: Buffer[] | undefined;

  constructor(
    private readonly bytes: Buffer,
    private readonly rawField?: string,
    private at = 0,
  ) {}

  document(only?: ReadonlySet<string>): Doc {
    const end = this.enter();
    let doc: Doc = {};
    let ordered = false;
    let missing = only?.size ?? 0;
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const name = this.cstring();
      if (only && !only.has(name)) {
        this.skip(type);
        continue;
      }
      if (name === this.rawField && type === 0x04 && this.documents === undefined) {
        this.documents = this.rawDocuments();
        continue;
      }
      if (!ordered && isIntegerName(name)) {
        doc = orderedDoc(doc);
        ordered = true;
      }
      setField(doc, name, this.value(type));
      if (only && --missing === 0) return doc;
    }
    this.leave(end);
    return doc;
  }

  private array(): unknown[] {
    const end = this.enter();
    const values: unknown[] = [];
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      while (this.byte() !== 0); // skips the index: arrays are in order
      values.push(this.value(type));
    }
    this.leave(end);
    return values;
  }

  private rawDocuments(): Buffer[] {
    const end = this.enter();
    const documents: Buffer[] = [];
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      if (type !== 0x03) throw invalid(`an item of ${String(this.rawField)} is not a document`);
      while (this.byte() !== 0);
      const start = this.at;
      this.move(4);
      this.move(this.bytes.readInt32LE(start) - 4);
      documents.push(this.bytes.subarray(start, this.at));
    }
    this.leave(end);
    return documents;
  }

  private enter(): number {
    const end = this.at + this.int();
    if (end > this.bytes.length || end < this.at) throw invalid('a document is longer than its bytes');
    return end;
  }

  private leave(end: number): void {
    if (this.at !== end) throw invalid('a document does not end where it says');
  }

  private value(type: number): unknown {
    switch (type) {
      case 0x01:
        return this.double();
      case 0x02:
        return this.string();
      case 0x03:
        return this.document();
      case 0x04:
        return this.array();
      case 0x05:
        return this.binary();
      case 0x06:
        return undefined;
      case 0x07:
        return new ObjectId(this.take(12));
      case 0x08:
        return this.byte() === 1;
      case 0x09:
        return dateOf(this.long());
      case 0x0a:
        return null;
      case 0x0b:
        return new BSONRegExp(this.cstring(), this.cstring());
      case 0x0c:
        return new DBRef(this.string(), new ObjectId(this.take(12)));
      case 0x0d:
        return new Code(this.string());
      case 0x0e:
        return new BSONSymbol(this.string());
      case 0x0f:
        this.int();
        return new Code(this.string(), this.document());
      case 0x10:
        return this.int();
      case 0x11: {
        const increment = this.int() >>> 0;
        return new Timestamp({ t: this.int() >>> 0, i: increment });
      }
      case 0x12:
        return this.long();
      case 0x13:
        return new Decimal128(this.take(16));
      case 0x7f:
        return new MaxKey();
      case 0xff:
        return new MinKey();
    }
    throw invalid(`unknown element type ${type}`);
  }

  private skip(type: number): void {
    const fixed = FIXED_SIZES[type];
    if (fixed !== undefined) this.move(fixed);
    else if (type === 0x02 || type === 0x0d || type === 0x0e) this.move(this.int());
    else if (type === 0x03 || type === 0x04 || type === 0x0f) this.move(this.int() - 4);
    else if (type === 0x05) this.move(this.int() + 1);
    else this.value(type);
  }

  private double(): unknown {
    const start = this.at;
    this.move(8);
    return toDouble(this.bytes.readDoubleLE(start));
  }

  private long(): bigint {
    const start = this.at;
    this.move(8);
    return this.bytes.readBigInt64LE(start);
  }

  private int(): number {
    const start = this.at;
    this.move(4);
    return this.bytes.readInt32LE(start);
  }

  private byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw invalid('it ends too early');
    return value;
  }

  private string(): string {
    const length = this.int();
    const start = this.at;
    if (length < 1) throw invalid('a string has no end');
    this.move(length);
    return text(this.bytes, start, start + length - 1);
  }

  private cstring(): string {
    const start = this.at;
    const { bytes } = this;
    let end = start;
    while (end < bytes.length && bytes[end] !== 0) end++; // names are short
    if (end === bytes.length) throw invalid('a name has no end');
    this.at = end + 1;
    return text(bytes, start, end);
  }

  private binary(): Binary {
    const length = this.int();
    const subtype = this.byte();
    if (subtype !== Binary.SUBTYPE_BYTE_ARRAY) return new Binary(this.take(length), subtype);
    this.int(); // the old subtype 2 stores its length twice
    return new Binary(this.take(length - 4), subtype);
  }

  /** Returns a copy, so that a small value never keeps a large message in memory. */
  private take(length: number): Buffer {
    const start = this.at;
    this.move(length);
    return Buffer.from(this.bytes.subarray(start, start + length));
  }

  private move(length: number): void {
    this.at += length;
    if (length < 0 || this.at > this.bytes.length) throw invalid('a value is longer than its document');
  }
}

const FIXED_SIZES: Readonly<Record<number, number>> = {
  0x01: 8,
  0x06: 0,
  0x07: 12,
  0x08: 1,
  0x09: 8,
  0x0a: 0,
  0x10: 4,
  0x11: 8,
  0x12: 8,
  0x13: 16,
  0x7f: 0,
  0xff: 0,
};

const SHORT = 24;

// Field names and most strings are short ASCII. For these a loop is faster than the call into Buffer's decoder
function text(bytes: Buffer, start: number, end: number): string {
  if (end - start > SHORT) return bytes.toString('utf8', start, end);
  let result = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return bytes.toString('utf8', start, end);
    result += String.fromCharCode(byte);
  }
  return result;
}

const invalid = (why: string): CommandError => new CommandError(22, `Invalid BSON: ${why}`);
