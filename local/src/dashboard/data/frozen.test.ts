import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { isFrozen } from './frozen.js';

const isLinux = process.platform === 'linux';
if (!isLinux) process.stderr.write('Skipped "tells a process that SIGSTOP holds": only Linux has /proc\n');
(isLinux ? it : it.skip)('tells a process that SIGSTOP holds', async () => {
  const child = spawn('sleep', ['60']);
  try {
    expect(isFrozen(child.pid!)).toBe(false);
    child.kill('SIGSTOP');
    await eventually(() => expect(isFrozen(child.pid!)).toBe(true));
    child.kill('SIGCONT');
    await eventually(() => expect(isFrozen(child.pid!)).toBe(false));
  } finally {
    child.kill('SIGKILL');
  }
});

it('is not deceived by the name of a program, and knows nothing of a process that is not there', () => {
  const root = mkdtempSync(join(tmpdir(), 'frozen-'));
  mkdirSync(join(root, '7'));
  writeFileSync(join(root, '7/stat'), '7 (a) T (b) S 1 7 7\n');
  expect(isFrozen(7, root)).toBe(false);
  expect(isFrozen(8, root)).toBe(false);
  rmSync(root, { recursive: true });
});
