import { CommandError } from '../errors.js';
import { dateOf } from './date.js';

export interface Inspection {
  /** How deep documents and arrays lie in each other. A plain document has depth 1. */
  depth: number;
  /** Whether a field at the top level, other than `_id`, is the empty timestamp. */
  hasEmptyTimestamp: boolean;
}

/**
 * Looks through the bytes of a document without decoding its values. Throws for bytes that are not BSON, and for a date
 * that JavaScript does not have.
 */
export function inspect(bytes: Buffer): Inspection {
  const inspector = new Inspector(bytes);
  const depth = inspector.document(0, bytes.length, 1);
  return { depth, hasEmptyTimestamp: inspector.hasEmptyTimestamp };
}

/** MongoDB stores documents of up to this depth. Answers may be a little deeper. */
const MOST_DEPTH = 180;

export const tooDeep = (depth: number): boolean => depth > MOST_DEPTH;

class Inspector {
  hasEmptyTimestamp = false;

  constructor(private readonly bytes: Buffer) {}

  /** Returns the depth of the document between two positions. */
  document(start: number, end: number, depth: number): number {
    const { bytes } = this;
    if (depth > MOST_DEPTH + 1) return depth; // it is refused anyway
    if (end - start < 5 || end > bytes.length || bytes[end - 1] !== 0) throw invalid();
    let deepest = depth;
    let at = start + 4;
    for (let type = bytes[at++] ?? 0; type !== 0; type = bytes[at++] ?? 0) {
      const name = at;
      while (at < end && bytes[at] !== 0) at++; // names are short
      if (++at >= end) throw invalid();
      const next = at + this.sizeOf(type, at, end);
      if (next >= end) throw invalid();
      if (type === DOCUMENT || type === ARRAY)
        deepest = Math.max(deepest, this.document(at, next, depth + 1));
      else if (type === TIMESTAMP && depth === 1 && bytes.readBigUInt64LE(at) === 0n)
        this.hasEmptyTimestamp ||= bytes.toString('latin1', name, at - 1) !== '_id';
      else if (type === DATE) dateOf(bytes.readBigInt64LE(at));
      at = next;
    }
    if (at !== end) throw invalid();
    return deepest;
  }

  private sizeOf(type: number, at: number, end: number): number {
    const fixed = SIZES[type];
    if (fixed !== undefined) return fixed;
    if (type === REGEX) {
      const options = this.bytes.indexOf(0, at) + 1;
      const behind = this.bytes.indexOf(0, options) + 1;
      if (options === 0 || behind === 0) throw invalid();
      return behind - at;
    }
    const extra = EXTRA[type];
    if (extra === undefined || at + 4 > end) throw invalid();
    const length = this.bytes.readInt32LE(at);
    if (length < 0) throw invalid();
    return length + extra;
  }
}

const DOCUMENT = 0x03;
const ARRAY = 0x04;
const DATE = 0x09;
const REGEX = 0x0b;
const TIMESTAMP = 0x11;

const SIZES: Readonly<Record<number, number>> = {
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

/** How many bytes a value has besides the number that its first four bytes give. */
const EXTRA: Readonly<Record<number, number>> = {
  0x02: 4,
  0x03: 0,
  0x04: 0,
  0x05: 5,
  0x0c: 16,
  0x0d: 4,
  0x0e: 4,
  0x0f: 0,
};

const invalid = (): CommandError => new CommandError(22, 'Invalid BSON in a document');
