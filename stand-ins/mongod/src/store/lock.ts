import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Locks the folder for this process. Throws when another live process has the lock. The lock of a dead
 * process is taken over.
 */
export function lock(folder: string): { release(): void } {
  const path = join(folder, 'mongod.lock');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(path, identity(process.pid), { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(path);
    if (owner.trim() !== '' && identity(Number.parseInt(owner, 10)) === owner)
      throw new LockedError(path, folder);
    setAside(path);
  }
  throw new LockedError(path, folder);
}

export class LockedError extends Error {
  constructor(path: string, folder: string) {
    super(
      `DBPathInUse: Unable to lock the lock file: ${path} (Resource temporarily unavailable). ` +
        `Another mongod instance is already running on the ${folder} directory`,
    );
  }
}

/**
 * Returns the process id and, where the system tells it, the start time of the process: after a reboot
 * another process may have the same id. Returns an empty text for a process that is not alive.
 */
function identity(pid: number): string {
  if (!isAlive(pid)) return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''}\n`;
  } catch {
    return `${pid}\n`;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

// Renaming is atomic. When two processes take over at once, one of them finds no file to rename and tries again
function setAside(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
