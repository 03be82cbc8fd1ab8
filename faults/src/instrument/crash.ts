import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  fstatSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL_INSTANCES } from '../system.js';
import { type Arming, controlFiles, readSightings, type Sighting } from './runtime.js';
import { instrumentation } from './settings.js';

const POLL_MS = 15;

/** Tells instrumented instances when to die, sets their clocks, and reads which moments they have passed. */
export class Crashes {
  private made: string | undefined;
  /** How many bytes of each instance's notes have been read. */
  private readonly offsets = new Map<string, number>();

  private get folder(): string {
    return (this.made ??= mkdtempSync(join(tmpdir(), 'ticketing-crashes-')));
  }

  /** For the environment of the instances. */
  readonly env = (instance: string) => instrumentation(instance, { crashFolder: this.folder });

  arm(instance: string, arming: Arming): void {
    const { armed } = controlFiles(this.folder, instance);
    replaceFile(armed, JSON.stringify(arming));
  }

  /** Whether the instance died at the armed moment before the limit; afterwards nothing is armed. */
  async fired(instance: string, limit: Promise<void>): Promise<boolean> {
    const { armed, fired } = controlFiles(this.folder, instance);
    let isOver = false;
    void limit.finally(() => (isOver = true));
    while (!existsSync(fired) && !isOver) await sleep(POLL_MS);
    rmSync(armed, { force: true });
    const hasFired = existsSync(fired);
    rmSync(fired, { force: true });
    return hasFired;
  }

  /** From now on the instance's date is ahead by this many ms, whether or not it is started anew. */
  setClock(instance: string, aheadMs: number): void {
    replaceFile(controlFiles(this.folder, instance).clock, String(aheadMs));
  }

  /** The sightings that the instances have noted since the last call. */
  news(): Sighting[] {
    return ALL_INSTANCES.flatMap((instance) => {
      const { reached } = controlFiles(this.folder, instance);
      return existsSync(reached) ? readSightings(instance, this.readOn(reached)) : [];
    });
  }

  remove(): void {
    if (this.made) rmSync(this.made, { recursive: true, force: true });
    this.made = undefined;
    this.offsets.clear();
  }

  /** The whole lines that a file has more than at the last call. */
  private readOn(file: string): string {
    const offset = this.offsets.get(file) ?? 0;
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(fstatSync(descriptor).size - offset);
      const read = readSync(descriptor, bytes, 0, bytes.length, offset);
      const end = bytes.subarray(0, read).lastIndexOf('\n') + 1;
      this.offsets.set(file, offset + end);
      return bytes.toString('utf8', 0, end);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** A reader sees the old content or the new one, never half of it. */
function replaceFile(file: string, content: string): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
