import { decode } from '../bson/decode.js';
import type { Doc } from '../bson/values.js';
import type { Chunk } from './arena.js';

/**
 * A document in memory, as BSON. Queries return these bytes as they are. An update gives it other bytes and
 * never writes into them, so an answer that is being built cannot change.
 */
export class StoredDoc {
  private chunk: Chunk | undefined;
  private offset = 0;

  /** `number` makes the index entries of documents with equal keys differ, in the order of insertion. */
  constructor(private readonly number: number) {}

  /** Undefined once it is deleted. */
  get bytes(): Buffer | undefined {
    const { chunk, offset } = this;
    return chunk?.bytes.subarray(offset, offset + chunk.bytes.readInt32LE(offset));
  }

  get length(): number {
    return this.chunk?.bytes.readInt32LE(this.offset) ?? 0;
  }

  /** The end of the document's keys in each index. */
  get ordinal(): string {
    scratch.writeUIntBE(this.number, 0, ORDINAL_BYTES);
    return scratch.toString('latin1');
  }

  decode(only?: ReadonlySet<string>): Doc {
    return this.chunk ? decode(this.chunk.bytes, only, this.offset) : {};
  }

  /** Returns the chunk in which the document was. */
  moveTo(chunk: Chunk | undefined, offset = 0): Chunk | undefined {
    const before = this.chunk;
    this.chunk = chunk;
    this.offset = offset;
    return before;
  }

  isAt(chunk: Chunk, offset: number): boolean {
    return this.chunk === chunk && this.offset === offset;
  }
}

export const ORDINAL_BYTES = 6;
const scratch = Buffer.alloc(ORDINAL_BYTES);
