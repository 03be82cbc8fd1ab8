import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** The operations of the records in a journal. */
export const Op = {
  /** The body is a document. It replaces the document with the same _id, if there is one. */
  put: 1,
  /** The body is `{_id}`. */
  remove: 2,
  /** The body is a change of collections or indexes; store.ts writes and applies it. */
  catalog: 3,
} as const;

export type OpCode = (typeof Op)[keyof typeof Op];

/**
 * The parts of a header, with their sizes in bytes: length of the rest (4), its CRC-32 (4), operation (1),
 * collection (4).
 */
export const HEADER_BYTES = 13;
const PREFIX_BYTES = 8;
const STAGING_BYTES = 1 << 20;

export function writeHeader(target: Buffer, at: number, op: OpCode, collection: number, body: Buffer): void {
  target.writeUInt32LE(HEADER_BYTES - PREFIX_BYTES + body.length, at);
  target[at + 8] = op;
  target.writeUInt32LE(collection, at + 9);
  const crc = crc32(body, crc32(target.subarray(at + PREFIX_BYTES, at + HEADER_BYTES)));
  target.writeUInt32LE(crc, at + 4);
}

/**
 * The append-only file that makes writes durable. Records are collected while the commands of one turn of the
 * event loop run. Then one write hands them to the operating system. Those commands are answered after that
 * write.
 */
export class Journal {
  bytes = 0;
  private fd: number;
  private readonly staging = Buffer.allocUnsafe(STAGING_BYTES);
  private staged = 0;
  private waiting: (() => void)[] = [];
  private waitingForDisk: (() => void)[] = [];
  private unsynced = false;
  private syncing = false;
  private scheduled = false;

  /** `failed` is called when the system refuses a write. Memory and disk then differ. */
  constructor(
    path: string,
    private readonly failed: (error: Error) => void,
  ) {
    this.fd = openSync(path, 'a', 0o600);
  }

  append(op: OpCode, collection: number, body: Buffer): void {
    const size = HEADER_BYTES + body.length;
    if (this.staged + size > STAGING_BYTES) this.write();
    if (size > STAGING_BYTES) return this.appendLarge(op, collection, body);
    writeHeader(this.staging, this.staged, op, collection, body);
    body.copy(this.staging, this.staged + HEADER_BYTES);
    this.staged += size;
    this.schedule();
  }

  /** Calls `done` when all appended records are written, or with `toDisk` when they have reached the disk. */
  whenWritten(done: () => void, toDisk = false): void {
    if (toDisk) {
      this.waitingForDisk.push(done);
      this.schedule();
    } else if (this.staged === 0 && this.waiting.length === 0) done();
    else {
      this.waiting.push(done);
      this.schedule();
    }
  }

  flush(): void {
    this.scheduled = false;
    this.write();
    const waiting = this.waiting;
    this.waiting = [];
    for (const done of waiting) done();
    if (this.waitingForDisk.length > 0) this.sync();
  }

  /** Starts to sync the written records to disk. */
  sync(): void {
    if (this.syncing || (!this.unsynced && this.waitingForDisk.length === 0)) return;
    this.syncing = true;
    this.unsynced = false;
    const waiting = this.waitingForDisk;
    this.waitingForDisk = [];
    fdatasync(this.fd, (error) => {
      this.syncing = false;
      if (error) return this.failed(error);
      for (const done of waiting) done();
      if (this.waitingForDisk.length > 0) this.schedule();
    });
  }

  /** Continues in another file. The content of the old file is on disk when this returns. */
  switchTo(path: string): void {
    this.flush();
    fdatasyncSync(this.fd);
    const old = this.fd;
    this.fd = openSync(path, 'a', 0o600);
    this.bytes = 0;
    if (this.syncing) setTimeout(() => closeSync(old), CLOSE_DELAY_MS).unref();
    else closeSync(old);
  }

  close(): void {
    this.flush();
    fdatasyncSync(this.fd);
    closeSync(this.fd);
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => this.flush());
  }

  private appendLarge(op: OpCode, collection: number, body: Buffer): void {
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    writeHeader(header, 0, op, collection, body);
    this.writeAll(header);
    this.writeAll(body);
  }

  private write(): void {
    if (this.staged === 0) return;
    this.writeAll(this.staging.subarray(0, this.staged));
    this.staged = 0;
  }

  private writeAll(bytes: Buffer): void {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.fd, bytes, at);
    } catch (error) {
      this.failed(error as Error);
      throw error;
    }
    this.bytes += bytes.length;
    this.unsynced = true;
  }
}

/** A sync of the old file may still run, and its descriptor must not be reused meanwhile. */
const CLOSE_DELAY_MS = 30_000;
