import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './alive.js';
import { UserError } from './user-error.js';

interface Holder {
  pid: number;
  /** The start time of that process. After a reboot another process may have the same pid. */
  began: string | undefined;
  /** The guard ends the children of a killed supervisor. The data are in use until it has ended, too. */
  guard?: number | undefined;
}

const GUARD_LIMIT_MS = 10_000;
/** Two processes that take over one stale lock overwrite each other. After this time the last one is known. */
const SETTLE_MS = 100;

/** Only one supervisor may use a data directory. A lock is taken over when its holder has ended. */
export class Lock {
  private constructor(
    private readonly file: string,
    private holder: Holder,
  ) {}

  /** Throws a UserError when another supervisor uses the directory, or when it cannot be written. */
  static async take(dir: string): Promise<Lock> {
    makeWritable(dir);
    const file = join(dir, 'lock');
    const lock = new Lock(file, { pid: process.pid, began: beganAt(process.pid) });
    if (lock.create()) return lock;
    const other = read(file);
    if (other && holds(other)) {
      throw new UserError(
        `Ticketing is already running on the data in ${dir} (process ${other.pid}): ` +
          'stop it, or set TICKETING_DATA_DIR and PORT to run a second one',
      );
    }
    if (other?.guard !== undefined) await gone(other.guard);
    lock.write();
    await sleep(SETTLE_MS);
    if (read(file)?.pid !== process.pid)
      throw new UserError(`Another process is starting Ticketing on the data in ${dir}`);
    return lock;
  }

  setGuard(guard: number | undefined): void {
    this.holder = { ...this.holder, guard };
    this.write();
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  /** Creates the lock in one step with its content. Returns false when there is one already. */
  private create(): boolean {
    const draft = this.draft();
    try {
      linkSync(draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  private write(): void {
    renameSync(this.draft(), this.file);
  }

  private draft(): string {
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(this.holder));
    return draft;
  }
}

function makeWritable(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      `The data cannot be kept in ${dir} (${message}): set TICKETING_DATA_DIR to another directory`,
    );
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function holds({ pid, began }: Holder): boolean {
  return isAlive(pid) && (began === undefined || began === beganAt(pid));
}

/** The start time of a process in clock ticks since boot. It is known on Linux only. */
function beganAt(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return undefined;
  }
}

async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + GUARD_LIMIT_MS;
  while (isAlive(pid) && Date.now() < deadline) await sleep(50);
}
