import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, findOnPath, freePort } from '@ticketing/processes';

const ROOT = join(__dirname, '../..');
const NPM = findOnPath('npm')!;
/** A shell without job control starts programs in the background with SIGINT ignored. */
const IN_BACKGROUND = '"$@" & echo "pid=$!"; wait $!; echo "ended=$?"';

let folder: string;
let shell: ChildProcess | undefined;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ticketing-stopping-'))));
afterEach(() => {
  shell?.kill('SIGKILL');
  for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs a command in the background of a shell script. `printed` resolves when its output has the text. */
function inScript(cwd: string, command: string[], env: NodeJS.ProcessEnv = {}) {
  const all = { ...process.env, TICKETING_DATA_DIR: folder, ...env };
  shell = spawn('sh', ['-c', IN_BACKGROUND, 'script', ...command], { cwd, env: all });
  let output = '';
  const keep = (chunk: Buffer) => (output += chunk.toString());
  shell.stdout!.on('data', keep);
  shell.stderr!.on('data', keep);
  const ended = once(shell, 'close');
  const printed = (text: RegExp) =>
    eventually(() => {
      const found = text.exec(output);
      if (!found) throw new Error(`"${text.source}" was not printed: ${output}`);
      return found[1] ?? '';
    }, 240_000);
  return {
    printed,
    signal: async (signal: NodeJS.Signals) => process.kill(Number(await printed(/pid=(\d+)/)), signal),
    exitCode: async () => {
      await ended;
      return Number(await printed(/ended=(\d+)/));
    },
  };
}

/** Finds the processes that have a folder in their environment or in their arguments. */
function processesOf(dir: string): number[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const lines = stdout.split('\n').filter((line) => line.includes(dir) && !line.includes('axeww'));
  return lines.map((line) => Number.parseInt(line, 10));
}

const isFree = (port: number) =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.destroy());
    socket.once('error', () => resolve(true)).once('close', () => resolve(false));
  });

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const MOMENTS = [
  ['while it starts', /Starting /],
  ['when it is ready', /Ready on http/],
] as const;

describe('npm start in the background of a script', () => {
  describe.each(SIGNALS)('stops at %s to npm', (signal) => {
    it.each(MOMENTS)(
      '%s, and leaves no process and no port',
      async (_when, line) => {
        const port = await freePort();
        const run = inScript(ROOT, [NPM, 'start', '--', '--fresh'], { PORT: String(port) });
        await run.printed(line);
        expect(processesOf(folder).length).toBeGreaterThan(2);
        await run.signal(signal);
        expect(await run.exitCode()).toBe(0);
        await eventually(() => expect(processesOf(folder)).toEqual([]));
        expect(await isFree(port)).toBe(true);
      },
      180_000,
    );

    it('while it installs packages', async () => {
      const bin = projectThatInstallsFor(60);
      const run = inScript(join(folder, 'project'), [NPM, 'start'], { PATH: `${bin}:${process.env.PATH}` });
      await run.printed(/installing/);
      await run.signal(signal);
      expect(await run.exitCode()).toBe(128 + constants.signals[signal]);
      await eventually(() => expect(processesOf(folder)).toEqual([]));
    });
  });

  it('stops when `timeout` ends it', async () => {
    const run = inScript(ROOT, ['timeout', '8', NPM, 'start'], { PORT: String(await freePort()) });
    expect(await run.exitCode()).toBe(124);
    await eventually(() => expect(processesOf(folder)).toEqual([]));
  });
});

/** Makes a copy of the scripts without packages, and a program `npm` that takes long to install them in a child. */
function projectThatInstallsFor(seconds: number): string {
  const project = join(folder, 'project');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  cpSync(join(ROOT, 'scripts'), join(project, 'scripts'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(project, file));
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho installing; sleep ${seconds}; exit 1\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  return bin;
}
