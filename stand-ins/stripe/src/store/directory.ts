import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A new or renamed file survives a power cut only after its directory is synced too. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
