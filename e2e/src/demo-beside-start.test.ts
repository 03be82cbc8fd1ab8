import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '@ticketing/processes';
import { Visitor } from './testing/index.js';

/** What `npm start` runs when everything is built. */
const MAIN = join(__dirname, '../../local/dist/main.js');
const LIMIT_MS = 120_000;

let folder: string;
let supervisor: ChildProcess;
let url: string;
let output = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ticketing-demo-'));
  const port = String(await freePort());
  url = `http://localhost:${port}`;
  output = '';
  supervisor = spawn(process.execPath, [MAIN, '--demo'], {
    env: { ...process.env, TICKETING_DATA_DIR: folder, PORT: port },
  });
  for (const stream of [supervisor.stdout!, supervisor.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await printed(/^demo +\| \d+ times in each minute somebody reserves/m);
});
afterEach(() => {
  supervisor.kill('SIGKILL');
  for (const pid of demoProcesses()) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const printed = (text: RegExp) => eventually(() => expect(output).toMatch(text), LIMIT_MS);

/** The ids of the processes of the demo. */
function demoProcesses(): number[] {
  const { stdout } = spawnSync('ps', ['axww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const lines = stdout
    .split('\n')
    .filter((line) => line.includes('demo/dist/index.js') && line.includes(url));
  return lines.map((line) => Number.parseInt(line, 10));
}

it('npm start -- --demo shows the lines of the demo, and Ctrl-C ends both', async () => {
  await printed(/^demo +\| 40 tickets are listed: 26 on sale, 6 reserved, 8 sold$/m);
  expect(output.indexOf('Ready on')).toBeLessThan(output.indexOf('40 tickets are listed'));
  expect(demoProcesses()).toHaveLength(1);

  const buyer = await Visitor.signedUp(url);
  const page = await fetch(`${url}/orders`, { headers: { cookie: buyer.cookie } });
  expect(await page.text()).toContain('run “npm run demo” in a terminal');

  const ended = once(supervisor, 'exit');
  supervisor.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(demoProcesses()).toEqual([]);
  expect(output).not.toContain('it ended with code');
});

it('the demo does not outlive a supervisor that somebody killed', async () => {
  expect(demoProcesses()).toHaveLength(1);
  supervisor.kill('SIGKILL');
  await eventually(() => expect(demoProcesses()).toEqual([]));
});
