import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageMeter } from './usage.js';

let root: string;
let meter: UsageMeter;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'usage-'));
  meter = new UsageMeter(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes the files of process 7, which has started 100 s after the machine. */
function write({ uptimeS, userTicks, systemTicks }: Record<'uptimeS' | 'userTicks' | 'systemTicks', number>) {
  mkdirSync(join(root, '7'), { recursive: true });
  writeFileSync(join(root, 'uptime'), `${uptimeS} 1.0\n`);
  const fields = [
    'S',
    1,
    7,
    7,
    0,
    -1,
    4194560,
    1,
    1,
    1,
    1,
    userTicks,
    systemTicks,
    0,
    0,
    20,
    0,
    11,
    0,
    10_000,
  ];
  writeFileSync(join(root, '7/stat'), `7 (node (a) b) ${fields.join(' ')} 1 2 3\n`);
  writeFileSync(join(root, '7/status'), 'Name:\tnode\nVmPeak:\t  900 kB\nVmRSS:\t  2048 kB\n');
}

it('tells the memory, and the processor time since the start at the first reading', () => {
  write({ uptimeS: 110, userTicks: 300, systemTicks: 200 });
  expect(meter.of(7)).toEqual({ memory: 2 * 1024 * 1024, cores: 0.5 });
});

it('tells the processor time since the last reading', () => {
  write({ uptimeS: 110, userTicks: 300, systemTicks: 200 });
  meter.of(7);
  write({ uptimeS: 112, userTicks: 450, systemTicks: 250 });
  expect(meter.of(7)?.cores).toBeCloseTo(1);
});

it('says the same again at once', () => {
  write({ uptimeS: 110, userTicks: 300, systemTicks: 200 });
  meter.of(7);
  write({ uptimeS: 110.1, userTicks: 310, systemTicks: 200 });
  expect(meter.of(7)?.cores).toBeCloseTo(0.5);
});

it('says nothing of a process that is not there', () => {
  expect(meter.of(8)).toBeUndefined();
});

it('takes a new process with an old number for a new one', () => {
  write({ uptimeS: 110, userTicks: 900, systemTicks: 0 });
  meter.of(7);
  meter.keepOnly([]);
  write({ uptimeS: 200, userTicks: 100, systemTicks: 0 });
  expect(meter.of(7)?.cores).toBeCloseTo(0.01);
});
