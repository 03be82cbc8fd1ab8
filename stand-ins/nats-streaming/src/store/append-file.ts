import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';

/**
 * A file that only grows. After a failed write it is as long as before, so that no record follows half a
 * record.
 */
export class AppendFile {
  private readonly fd: number;
  private length: number;

  constructor(readonly path: string) {
    this.fd = openSync(path, 'a+');
    this.length = fstatSync(this.fd).size;
  }

  get size(): number {
    return this.length;
  }

  append(data: Buffer): void {
    try {
      for (let written = 0; written < data.length;) written += writeSync(this.fd, data, written);
    } catch (error) {
      ftruncateSync(this.fd, this.length);
      throw error;
    }
    this.length += data.length;
  }

  cut(length: number): void {
    ftruncateSync(this.fd, length);
    this.length = length;
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) =>
      fdatasync(this.fd, (error) => (error ? reject(error) : resolve())),
    );
  }

  syncNow(): void {
    fdatasyncSync(this.fd);
  }

  read(position: number, length: number): Buffer {
    const data = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
      const bytes = readSync(this.fd, data, got, length - got, position + got);
      if (bytes === 0) throw new Error(`${this.path} ends before ${position + length}`);
      got += bytes;
    }
    return data;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Makes changes to a directory (new, renamed and removed names) survive a power failure. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
