import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the folder for this process; throws when another live one has it. A dead owner's lock is taken over. */
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

/** The process id with the time it began, where the system tells: after a reboot another process may have the id. */
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

// Renaming is atomic: of two that take over at once, one finds nothing left to rename and tries again
function setAside(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
