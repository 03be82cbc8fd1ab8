import { readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { encodeMsgProto, type NewMessage } from '../protocol/messages.js';
import { AppendFile } from './append-file.js';
import { FRAME_HEAD_BYTES, scanFrames, sealFrame } from './frames.js';

const SEQUENCE_AND_TIME_BYTES = 16;
const HEAD_BYTES = FRAME_HEAD_BYTES + SEQUENCE_AND_TIME_BYTES;
const SUFFIX = '.msgs';

/**
 * The record of one message: a frame. Its body is the sequence (uint64), the time (int64, ns) and the encoded
 * MsgProto.
 */
export function encodeRecord(
  message: NewMessage,
  sequence: number,
  timestamp: bigint,
): { record: Buffer; encoded: Buffer } {
  const encoded = encodeMsgProto(message, sequence, timestamp);
  const record = Buffer.allocUnsafe(HEAD_BYTES + encoded.length);
  record.writeBigUInt64LE(BigInt(sequence), FRAME_HEAD_BYTES);
  record.writeBigInt64LE(timestamp, FRAME_HEAD_BYTES + 8);
  record.set(encoded, HEAD_BYTES);
  sealFrame(record);
  return { record, encoded };
}

export function segmentFileName(base: number): string {
  return `${String(base).padStart(20, '0')}${SUFFIX}`;
}

/** The first sequence of a segment file, or undefined for any other file. */
export function segmentBase(fileName: string): number | undefined {
  return /^\d{20}\.msgs$/.test(fileName) ? Number(fileName.slice(0, -SUFFIX.length)) : undefined;
}

/**
 * Consecutive messages of one channel in one file. Memory holds the position of each record, not the
 * messages.
 */
export class Segment {
  private readonly path: string;
  private readonly positions: number[] = [];
  private opened: AppendFile | undefined;
  private length = 0;

  constructor(
    directory: string,
    readonly base: number,
  ) {
    this.path = join(directory, segmentFileName(base));
  }

  get last(): number {
    return this.base + this.positions.length - 1;
  }

  /** The size of all whole records in bytes. The file may be longer while a batch is being written. */
  get size(): number {
    return this.length;
  }

  get file(): AppendFile {
    return (this.opened ??= new AppendFile(this.path));
  }

  /** Reads the whole file. Returns how many bytes after the last whole record are damaged. */
  load(): { damagedBytes: number } {
    const data = readFileSync(this.path);
    const { sound } = scanFrames(data, (body, position) => {
      const expected =
        body.length >= SEQUENCE_AND_TIME_BYTES && body.readBigUInt64LE(0) === BigInt(this.last + 1);
      if (expected) this.positions.push(position);
      return expected;
    });
    this.length = sound;
    return { damagedBytes: data.length - sound };
  }

  /** Takes note of records that have been written to the file. */
  grow(recordBytes: readonly number[]): void {
    for (const bytes of recordBytes) {
      this.positions.push(this.length);
      this.length += bytes;
    }
  }

  recordBytes(sequence: number): number {
    return this.position(sequence + 1) - this.position(sequence);
  }

  read(sequence: number): Buffer {
    const start = this.position(sequence) + HEAD_BYTES;
    return this.file.read(start, this.position(sequence + 1) - start);
  }

  timestamp(sequence: number): bigint {
    return this.file.read(this.position(sequence) + FRAME_HEAD_BYTES + 8, 8).readBigInt64LE();
  }

  close(): void {
    this.opened?.close();
    this.opened = undefined;
  }

  remove(): void {
    this.close();
    unlinkSync(this.path);
  }

  private position(sequence: number): number {
    return this.positions[sequence - this.base] ?? this.length;
  }
}
