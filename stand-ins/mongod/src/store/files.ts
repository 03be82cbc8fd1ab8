import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A generation is a snapshot and the journal that continues it. The state of the server is the newest
 * complete snapshot plus every journal from its generation on.
 */
export const snapshotPath = (folder: string, generation: number): string =>
  join(folder, `snapshot-${generation}.bin`);
export const journalPath = (folder: string, generation: number): string =>
  join(folder, `journal-${generation}.bin`);

export interface Files {
  snapshot: number | undefined;
  journals: number[];
}

export function findFiles(folder: string): Files {
  const names = readdirSync(folder);
  const generations = (kind: string) =>
    names
      .map((name) => new RegExp(`^${kind}-(\\d+)\\.bin$`).exec(name)?.[1])
      .filter((text) => text !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  const snapshot = generations('snapshot').at(-1);
  return { snapshot, journals: generations('journal').filter((generation) => generation >= (snapshot ?? 0)) };
}

/** Removes the files of older generations and of an unfinished snapshot. */
export function removeOldFiles(folder: string, generation: number): void {
  for (const name of readdirSync(folder)) {
    const match = /^(?:snapshot|journal)-(\d+)\.bin(\.tmp)?$/.exec(name);
    if (match && (match[2] !== undefined || Number(match[1]) < generation)) rmSync(join(folder, name));
  }
}

/** A new file name survives a power cut only after its folder is synced too. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
