import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '../state.js';
import { eventually } from '@ticketing/processes';
import { isAlive } from './alive.js';

let dir: string;
let supervisor: ChildProcess;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-guard-'));
  supervisor = spawn(process.execPath, [join(__dirname, '../testing/supervisor-process.cjs'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(supervisor.stdout!, 'data');
});

afterEach(() => {
  supervisor.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

it('ends all children of a supervisor that was killed with -9', async () => {
  const state = JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8')) as State;
  const lock = JSON.parse(readFileSync(join(dir, 'lock'), 'utf8')) as { guard: number };
  const pids = [...state.processes.map(({ pid }) => pid), lock.guard];
  expect(pids.map(isAlive)).toEqual([true, true, true]);

  supervisor.kill('SIGKILL');
  await eventually(() => expect(pids.filter(isAlive)).toEqual([]));
});
