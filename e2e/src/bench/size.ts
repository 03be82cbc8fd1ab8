import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, freePort } from '@ticketing/processes';
import type { Row } from './table.js';

const ROOT = join(__dirname, '../../..');
const START_LIMIT_MS = 300_000;
/** The memory is read when the system has done nothing for this long. */
const REST_MS = 5_000;
const WARM_STARTS = 2;
/** A program that does nothing has started after this time. */
const SETTLE_MS = 2_000;

/**
 * Measures `npm start` with data of earlier runs: the time until it is ready, when everything is built already, and the
 * memory of all its processes. A first start makes the data and the users of the databases, and is not measured.
 * RSS counts the program of Node, which all processes share, in each of them. PSS counts it once in all.
 */
export async function size(): Promise<Row[]> {
  console.log('npm start with everything built');
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-size-'));
  const starts: Started[] = [];
  try {
    for (let start = 0; start <= WARM_STARTS; start++)
      starts.push(await startedOnce(join(dataDir, 'data'), start === WARM_STARTS ? REST_MS : 0));
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  const warm = starts.slice(1).map(({ seconds }) => seconds);
  const { processes } = starts.at(-1)!;
  for (const { name, rss, pss } of processes.toSorted((a, b) => b.rss - a.rss))
    console.log(`  ${name.padEnd(40)} RSS ${Math.round(rss)} MB, PSS ${Math.round(pss)} MB`);
  const sum = (of: 'rss' | 'pss') => String(Math.round(processes.reduce((all, each) => all + each[of], 0)));
  const ofNode = processes.filter(({ isNode }) => isNode).length;
  const empty = await emptyProgram();
  return [
    {
      what: `npm start, everything built, ${WARM_STARTS} times: seconds until it is ready`,
      measured: `${Math.min(...warm).toFixed(1)}–${Math.max(...warm).toFixed(1)}`,
      goal: '4',
    },
    {
      what: `  RSS of its ${processes.length} processes, MB, beside ${ofNode} programs of Node that do nothing`,
      measured: sum('rss'),
      beside: String(Math.round(ofNode * empty.rss)),
      goal: '700',
    },
    { what: '  PSS of the same, MB: what they share counts once', measured: sum('pss'), goal: '700' },
  ];
}

interface Used {
  name: string;
  /** MB. */
  rss: number;
  pss: number;
  isNode: boolean;
}

/** What Node takes by itself. */
async function emptyProgram(): Promise<Used> {
  const program = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)'], { stdio: 'ignore' });
  try {
    await sleep(SETTLE_MS);
    return used(program.pid!)[0]!;
  } finally {
    program.kill('SIGKILL');
  }
}

interface Started {
  seconds: number;
  processes: Used[];
}

async function startedOnce(dataDir: string, restMs: number): Promise<Started> {
  const began = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(await freePort()), TICKETING_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => npm.once('exit', () => resolve()));
  let output = '';
  npm.stdout.on('data', (text: Buffer) => (output += text.toString()));
  try {
    await eventually(() => {
      if (!/^Ready on /m.test(output)) throw new Error(`npm start is not ready: ${output.slice(-500)}`);
    }, START_LIMIT_MS);
    const seconds = (performance.now() - began) / 1_000;
    await sleep(restMs);
    const state = JSON.parse(await readFile(join(dataDir, 'state.json'), 'utf8')) as {
      processes: { name: string; pid: number }[];
    };
    const names = new Map(state.processes.map(({ name, pid }) => [pid, name]));
    return { seconds, processes: descendants(npm.pid!).flatMap((pid) => used(pid, names.get(pid))) };
  } finally {
    npm.kill('SIGTERM');
    await ended;
  }
}

/** A process and all processes that it has started, and so on (Linux). */
function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc'))
    if (/^\d+$/.test(entry)) {
      const stat = contentOf(`/proc/${entry}/stat`);
      // behind the name, which may have blanks, come the state and the parent (proc(5))
      if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

function used(pid: number, name?: string): Used[] {
  const rollup = contentOf(`/proc/${pid}/smaps_rollup`);
  const mb = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
  const command = contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  if (rollup === '') return [];
  const isNode = readlinkSync(`/proc/${pid}/exe`) === process.execPath;
  return [{ name: name ?? command.slice(0, 40), rss: mb('Rss'), pss: mb('Pss'), isNode }];
}

/** It is empty when the process has ended. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
