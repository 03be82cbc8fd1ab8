import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { HEADER_BYTES, type OpCode } from './journal.js';

export interface JournalRecord {
  op: OpCode;
  collection: number;
  body: Buffer;
}

const PREFIX_BYTES = 8;
const CHUNK_BYTES = 4 << 20;

/** The result of reading a file: the number of bytes in whole records, and the number of bytes after them. */
export interface Extent {
  good: number;
  torn: number;
}

/**
 * Calls `apply` with every record of a file, up to the first one that is incomplete or damaged. The body of a
 * record is valid during the call.
 */
export function readRecords(path: string, apply: (record: JournalRecord) => void): Extent {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    let buffer: Buffer = Buffer.alloc(0);
    let good = 0;
    let fetched = 0;
    const fill = (needed: number): boolean => {
      while (buffer.length < needed) {
        const chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, needed - buffer.length));
        const count = readSync(fd, chunk, 0, chunk.length, fetched);
        if (count === 0) return false;
        fetched += count;
        buffer = Buffer.concat([buffer, chunk.subarray(0, count)]);
      }
      return true;
    };
    while (fill(HEADER_BYTES)) {
      const total = PREFIX_BYTES + buffer.readUInt32LE(0);
      if (total < HEADER_BYTES || good + total > size || !fill(total)) break;
      if (crc32(buffer.subarray(PREFIX_BYTES, total)) !== buffer.readUInt32LE(4)) break;
      apply({
        op: buffer[8] as OpCode,
        collection: buffer.readUInt32LE(9),
        body: buffer.subarray(HEADER_BYTES, total),
      });
      buffer = buffer.subarray(total);
      good += total;
    }
    return { good, torn: size - good };
  } finally {
    closeSync(fd);
  }
}

export function truncate(path: string, length: number): void {
  const fd = openSync(path, 'r+');
  ftruncateSync(fd, length);
  closeSync(fd);
}
