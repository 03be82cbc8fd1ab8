import { decode } from '../bson/decode.js';
import type { Doc } from '../bson/values.js';

/**
 * A document in memory: its BSON, which a query hands out as it is. An update puts other bytes in its place and
 * never writes into them, so that an answer in the making cannot change.
 */
export class StoredDoc {
  /** Undefined once it is deleted. */
  bytes: Buffer | undefined;
  /** Tells apart the entries of documents with equal keys, and keeps those in the order of insertion. */
  readonly ordinal: string;
  /** The keys it has in each index of its collection, in the order of the indexes. */
  keys: (readonly string[])[] = [];

  constructor(bytes: Buffer, ordinal: number) {
    this.bytes = bytes;
    this.ordinal = ordinalText(ordinal);
  }

  decode(only?: ReadonlySet<string>): Doc {
    return this.bytes ? decode(this.bytes, only) : {};
  }
}

const ORDINAL_BYTES = 6;
const scratch = Buffer.alloc(ORDINAL_BYTES);

function ordinalText(ordinal: number): string {
  scratch.writeUIntBE(ordinal, 0, ORDINAL_BYTES);
  return scratch.toString('latin1');
}
