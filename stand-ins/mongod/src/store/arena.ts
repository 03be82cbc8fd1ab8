/** A piece of memory with documents, one after the other. Nothing in it ever changes. */
export interface Chunk {
  bytes: Buffer;
  used: number;
  /** The bytes of documents that were replaced or removed. */
  dead: number;
}

const FIRST_BYTES = 4 * 1024;
const MOST_BYTES = 1024 * 1024;

/**
 * Puts the documents of a collection into large pieces of memory, because a buffer of its own takes longer and
 * more memory for each. The place of a document is not used again while its chunk lives, so an answer that is
 * being built may hold the bytes. The caller moves the live documents out of a chunk that is mostly dead.
 */
export class Arena {
  private current: Chunk = { bytes: Buffer.alloc(0), used: 0, dead: 0 };

  /** Copies a document. It lies in the returned chunk at `used - bytes.length`. */
  add(bytes: Buffer): Chunk {
    if (bytes.length > MOST_BYTES / 4) return { bytes: Buffer.from(bytes), used: bytes.length, dead: 0 };
    if (this.current.used + bytes.length > this.current.bytes.length) {
      const size = Math.min(
        MOST_BYTES,
        Math.max(FIRST_BYTES, this.current.bytes.length * 2, bytes.length * 2),
      );
      this.current = { bytes: Buffer.allocUnsafeSlow(size), used: 0, dead: 0 };
    }
    this.current.used += bytes.copy(this.current.bytes, this.current.used);
    return this.current;
  }

  /** Notes that a document is no longer used. Returns whether its chunk is now worth leaving. */
  release(chunk: Chunk, length: number): boolean {
    chunk.dead += length;
    return chunk !== this.current && chunk.dead < chunk.used && chunk.dead > chunk.used / 2;
  }
}
