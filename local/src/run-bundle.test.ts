import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUN_BUNDLE = join(__dirname, '../dist/run-bundle.js');
let dir: string;
let bundle: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-bundle-'));
  bundle = join(dir, 'bundle.js');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const run = () => execFileSync(process.execPath, [RUN_BUNDLE, bundle], { encoding: 'utf8' }).trim();
const cache = () => `${bundle}.cache`;

it('runs a bundle, and keeps what V8 has compiled for the next run', () => {
  writeFileSync(bundle, `function say() { return 'hello'; } console.log(say());`);
  expect(run()).toBe('hello');
  const { mtimeMs } = statSync(cache());
  expect(run()).toBe('hello');
  expect(statSync(cache()).mtimeMs).toBe(mtimeMs); // V8 took it, or it would be written anew
});

it('gives a bundle what a module has', () => {
  writeFileSync(
    bundle,
    `console.log(JSON.stringify([__filename, __dirname, typeof require('fs').statSync, this === exports, process.argv.length]));`,
  );
  for (let times = 0; times < 2; times++)
    expect(run()).toBe(JSON.stringify([bundle, dir, 'function', true, 3]));
});

it('does not run old code after the bundle changed, though both are equally long', () => {
  writeFileSync(bundle, `console.log('old');`);
  run();
  writeFileSync(bundle, `console.log('new');`);
  expect(run()).toBe('new');
  expect(run()).toBe('new');
});

it('ignores a cache that is damaged, and writes a new one', () => {
  writeFileSync(bundle, `console.log('hello');`);
  run();
  const whole = readFileSync(cache());
  for (const damaged of [
    Buffer.alloc(0),
    whole.subarray(0, 100),
    Buffer.alloc(whole.length),
    flipped(whole),
  ]) {
    writeFileSync(cache(), damaged);
    expect(run()).toBe('hello');
    expect(readFileSync(cache()).equals(damaged)).toBe(false);
  }
});

it('keeps what was compiled when the program ends by process.exit, and nothing when it cannot write', () => {
  writeFileSync(bundle, `console.log('hello'); process.exit(0);`);
  run();
  expect(existsSync(cache())).toBe(true);
  rmSync(cache());
  writeFileSync(bundle, `require('fs').rmSync(__dirname, { recursive: true }); console.log('hello');`);
  expect(run()).toBe('hello');
});

function flipped(data: Buffer): Buffer {
  const copy = Buffer.from(data);
  copy[copy.length - 10]! ^= 1;
  return copy;
}
