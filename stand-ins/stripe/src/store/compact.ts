import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from './directory.js';
import { encodeLine } from './line.js';
import type { Change } from './transaction.js';

/**
 * Replaces the journal by one that has only the last state of each record. The new file is complete and synced before
 * it takes the name of the old one. Returns its size in bytes.
 */
export function compact(path: string, changes: Iterable<Change>): number {
  const fd = openSync(`${path}.new`, 'w', 0o600);
  let bytes = 0;
  for (const change of changes) bytes += write(fd, Buffer.from(encodeLine([change])));
  fsyncSync(fd);
  closeSync(fd);
  renameSync(`${path}.new`, path);
  syncDirectory(dirname(path));
  return bytes;
}

function write(fd: number, data: Buffer): number {
  for (let written = 0; written < data.length;) written += writeSync(fd, data, written);
  return data.length;
}
