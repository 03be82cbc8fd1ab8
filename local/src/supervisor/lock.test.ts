import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lock } from './lock.js';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-lock-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const deadPid = () => spawnSync('true').pid;
const writeLock = (holder: object) => writeFileSync(join(dir, 'lock'), JSON.stringify(holder));

it('can be held by one process only', async () => {
  const lock = await Lock.take(dir);
  await expect(Lock.take(dir)).rejects.toThrow(
    `already running on the data in ${dir} (process ${process.pid})`,
  );
  lock.release();
  (await Lock.take(dir)).release();
  expect(existsSync(join(dir, 'lock'))).toBe(false);
});

it('is taken over from a process that has ended', async () => {
  writeLock({ pid: deadPid(), began: '1' });
  await Lock.take(dir);
  expect(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
});

const isLinux = process.platform === 'linux';
if (!isLinux) process.stderr.write('Skipped "is not held by another process …": only Linux has /proc\n');
(isLinux ? it : it.skip)('is not held by another process with the same id', async () => {
  writeLock({ pid: process.pid, began: '1' });
  await expect(Lock.take(dir)).resolves.toBeInstanceOf(Lock);
});

it('waits until the guard has ended the children of a killed supervisor', async () => {
  const guard = spawn('sleep', ['0.4']);
  writeLock({ pid: deadPid(), guard: guard.pid });
  const ended = once(guard, 'exit').then(() => 'ended');
  const taken = Lock.take(dir).then(() => 'taken');
  expect(await Promise.race([ended, taken])).toBe('ended');
  expect(await taken).toBe('taken');
});

it('survives a lock file that holds nonsense', async () => {
  writeFileSync(join(dir, 'lock'), '');
  await expect(Lock.take(dir)).resolves.toBeInstanceOf(Lock);
});

it('names the setting to change when the directory cannot be used', async () => {
  writeFileSync(join(dir, 'file'), '');
  await expect(Lock.take(join(dir, 'file', 'data'))).rejects.toThrow('set TICKETING_DATA_DIR');
});
