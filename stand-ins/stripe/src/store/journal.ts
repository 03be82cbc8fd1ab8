import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { encodeLine } from './line.js';

/** A change that no request waits for, such as the end of a webhook, is written after this time. */
const UNHURRIED_MS = 200;

/**
 * The file of all changes. The changes of one turn of the event loop are written together, and one fdatasync serves
 * all requests that wait for it.
 */
export class Journal {
  private readonly fd: number;
  private unwritten: string[] = [];
  private waiting: (() => void)[] = [];
  private syncing = false;
  private unhurried: NodeJS.Timeout | undefined;
  private scheduled = false;
  private closed = false;

  /** `failed` is called when the system refuses a write. Memory and disk then differ, so the process has to end. */
  constructor(
    path: string,
    private bytes: number,
    private readonly failed: (error: Error) => void,
  ) {
    this.fd = openSync(path, 'a', 0o600);
    // The end of the file may be an unfinished write of a crash
    ftruncateSync(this.fd, bytes);
  }

  get size(): number {
    return this.bytes;
  }

  append(change: unknown): void {
    this.unwritten.push(encodeLine(change));
    this.unhurried ??= setTimeout(() => this.schedule(), UNHURRIED_MS);
  }

  /** Resolves when all changes so far are on the disk. */
  synced(): Promise<void> {
    if (this.unwritten.length === 0 && !this.syncing) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.schedule();
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.unhurried);
    this.write();
    fdatasyncSync(this.fd);
    closeSync(this.fd);
  }

  private schedule(): void {
    if (this.scheduled || this.syncing || this.closed) return;
    this.scheduled = true;
    setImmediate(() => this.sync());
  }

  private sync(): void {
    this.scheduled = false;
    if (this.closed) return;
    const served = this.waiting.splice(0);
    try {
      this.write();
    } catch (error) {
      return this.failed(error as Error);
    }
    this.syncing = true;
    fdatasync(this.fd, (error) => {
      this.syncing = false;
      if (this.closed) return;
      if (error) return this.failed(error);
      for (const done of served) done();
      if (this.waiting.length > 0 || this.unwritten.length > 0) this.schedule();
    });
  }

  private write(): void {
    if (this.unwritten.length === 0) return;
    const data = Buffer.from(this.unwritten.join(''));
    this.unwritten = [];
    clearTimeout(this.unhurried);
    this.unhurried = undefined;
    for (let written = 0; written < data.length;) written += writeSync(this.fd, data, written);
    this.bytes += data.length;
  }
}
