import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Arming, controlFiles } from './runtime.js';
import { instrumentation } from './settings.js';

const POLL_MS = 15;

/** Tells instrumented instances when to die, and sets their clocks. */
export class Crashes {
  private made: string | undefined;

  private get folder(): string {
    return (this.made ??= mkdtempSync(join(tmpdir(), 'ticketing-crashes-')));
  }

  /** For the environment of the instances. */
  readonly env = (instance: string) => instrumentation(instance, { crashFolder: this.folder });

  arm(instance: string, arming: Arming): void {
    const { armed } = controlFiles(this.folder, instance);
    // written whole before it can be read
    writeFileSync(`${armed}.new`, JSON.stringify(arming));
    renameSync(`${armed}.new`, armed);
  }

  /** Whether the instance died where it was told to before the limit; afterwards nothing is armed. */
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

  /** From now on the instance's date is ahead by so many ms, whether or not it is started anew. */
  setClock(instance: string, aheadMs: number): void {
    const { clock } = controlFiles(this.folder, instance);
    writeFileSync(`${clock}.new`, String(aheadMs));
    renameSync(`${clock}.new`, clock);
  }

  remove(): void {
    if (this.made) rmSync(this.made, { recursive: true, force: true });
    this.made = undefined;
  }
}
