import { decode } from '../bson/decode.js';
import type { Doc } from '../bson/values.js';

/**
 * A document in memory, as BSON. Queries return these bytes as they are. An update replaces them and never
 * writes into them, so an answer that is being built cannot change.
 */
export class StoredDoc {
  /** Undefined once it is deleted. */
  bytes: Buffer | undefined;
  /**
   * Makes the index entries of documents with equal keys differ, and keeps them in the order of insertion.
   */
  readonly ordinal: string;
  /** The keys of the document in each index of its collection, in the order of the indexes. */
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
