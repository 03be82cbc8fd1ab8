import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { instrument, RUNTIME } from './instrument.js';
import { mutate } from './mutation.js';
import { controlFiles, crashRuntime, type Phase, PHASES, readSightings } from './runtime.js';
import { instrumentation } from './settings.js';
import { skewClock } from './skew.js';
import { builtFiles, crashPoints, ROOT, sourceOf } from './sources.js';
import { KEY_STEPS, STOP_STEP } from './testing/key-steps.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ticketing-crash-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The steps of a source file, counted by another parser, from the TypeScript. */
function steps(file: string): number {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  let count = 0;
  const isAsync = (node: ts.Node) =>
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const bare = (node: ts.Node | undefined): ts.Node | undefined =>
    node && (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
      ? bare(node.expression)
      : node;
  const visit = (node: ts.Node): void => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) count++;
    if (ts.isReturnStatement(node) && isAsync(ts.findAncestor(node, ts.isFunctionLike)!)) {
      if (ts.isCallExpression(bare(node.expression) ?? node)) count++;
    }
    if (ts.isArrowFunction(node) && isAsync(node) && ts.isCallExpression(bare(node.body)!)) count++;
    if (ts.isCallExpression(node) && /\.ack$/.test(node.expression.getText())) count++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return count;
}

describe('the list of crash points', () => {
  it('has every step that another parser counts in the sources', () => {
    const files = builtFiles().map((file) => sourceOf(file)!);
    expect(files).toEqual(
      expect.arrayContaining(['orders/src/use-cases/place-order.ts', 'auth/src/index.ts']),
    );
    const listed = crashPoints().map(({ name }) => name.split(':')[0]);
    const inList = files.map((file) => [file, listed.filter((name) => name === file).length]);
    expect(inList).toEqual(files.map((file) => [file, steps(file)]));
  });

  it('has no name twice', () => {
    const names = crashPoints().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has the steps that the promises depend on', () => {
    const points = Object.fromEntries(crashPoints().map(({ name, kind }) => [name, kind]));
    expect(points).toMatchObject(KEY_STEPS);
    expect(points).toHaveProperty([STOP_STEP]);
  });
});

describe('instrumented code', () => {
  const before = `"use strict";
class Shop { async sell(x) { await this.write(x); return this.tell(x); } }`;
  const names = (code: string) =>
    instrument(code, 'a/src/b.ts').points.map(({ name, kind }) => `${name} ${kind}`);

  it('names its steps, and lists a new await by itself', () => {
    expect(names(before)).toEqual(['a/src/b.ts:Shop.sell#1 await', 'a/src/b.ts:Shop.sell#2 return']);
    expect(
      names(before + '\nexports.later = async () => { for await (const m of all()) m.ack(); };'),
    ).toEqual([
      'a/src/b.ts:Shop.sell#1 await',
      'a/src/b.ts:Shop.sell#2 return',
      'a/src/b.ts:later#1 for await',
      'a/src/b.ts:later#2 ack',
    ]);
  });

  it('keeps its names and its lines when code is added above it', () => {
    const after = `// one line\n\n${before}`;
    expect(names(after)).toEqual(names(before));
    expect(instrument(after, 'x').code.split('\n')).toHaveLength(after.split('\n').length);
  });

  it.each([
    ['nothing', undefined, 'written read told done'],
    ['the write issued', { point: 'x:run#1', phase: 'issued' }, 'written read'],
    ['the write answered', { point: 'x:run#1', phase: 'after' }, 'written'],
    [
      'the read answered, inside the write of the result',
      { point: 'x:run#2', phase: 'after' },
      'written read',
    ],
    ['the promise that is returned answered', { point: 'x:run#3', phase: 'after' }, 'written read told'],
  ] as const)('with %s armed, does the same as before up to there', async (_, arming, expected) => {
    const { code } = instrument(
      `async function run() {
         await step('written');
         const [value] = [await step('read')];
         return later(value === 'read' ? 'told' : 'wrong');
       } run().then(() => step('done')).catch(() => undefined)`,
      'x',
    );
    const { armed, fired } = controlFiles(folder, 'shop');
    if (arming) writeFileSync(armed, JSON.stringify(arming));
    const log: string[] = [];
    let dead = false;
    const die = () => {
      dead = true;
      throw new Error('dead');
    };
    const step = (what: string) => {
      if (!dead) log.push(what);
      return Promise.resolve(what);
    };
    const crash = crashRuntime(folder, 'shop', () =>
      arming?.phase === 'issued' ? void (dead = true) : die(),
    );
    await runInNewContext(code, { step, later: step, [RUNTIME]: crash });
    await nextTurn();
    // the process dies in a later turn of its loop, and answers may come before: here all of them come at once
    const everything = 'written read told done';
    expect(log.join(' ')).toBe(arming?.phase === 'issued' ? everything : expected);
    expect(dead).toBe(arming !== undefined);
    expect(existsSync(fired)).toBe(dead);
  });
});

describe('a crash', () => {
  it('comes once, at the armed point and phase, and leaves a note', () => {
    const { armed, fired, reached } = controlFiles(folder, 'orders');
    const deaths: Phase[] = [];
    const start = () => crashRuntime(folder, 'orders', () => void deaths.push('after'));
    const crash = start();
    const arming = { point: 'p', phase: 'after' };
    writeFileSync(armed, JSON.stringify(arming));
    crash.after('other', 1);
    crash.issued('p', 1);
    expect(deaths).toEqual([]);
    crash.after('p', 1);
    start().after('p', 1);
    expect(deaths).toEqual(['after']);
    expect(JSON.parse(readFileSync(fired, 'utf8'))).toEqual(arming);
    const moments = readSightings('orders', readFileSync(reached, 'utf8')).map(({ moment }) => moment);
    expect(moments).toEqual(['other after', 'p issued', 'p after', 'p after']);
  });
});

describe('a process', () => {
  afterEach(() => void jest.useRealTimers());

  it('notes a moment when it first passes it, and then once a second', () => {
    jest.useFakeTimers();
    const crash = crashRuntime(folder, 'orders');
    const notes = () => readSightings('orders', readFileSync(controlFiles(folder, 'orders').reached, 'utf8'));
    for (let pass = 0; pass < 5; pass++) crash.after('p', 1);
    expect(notes()).toMatchObject([{ instance: 'orders', pid: process.pid, moment: 'p after' }]);
    jest.advanceTimersByTime(1_000);
    for (let pass = 0; pass < 5; pass++) crash.after('p', 1);
    expect(notes()).toHaveLength(2);
  });

  it('loads no code of a service before the preload can change it', () => {
    const { NODE_OPTIONS = '' } = instrumentation('orders', {});
    const print = 'console.log(JSON.stringify(Object.keys(require.cache)))';
    const env = { ...process.env, NODE_OPTIONS };
    const loaded = JSON.parse(
      execFileSync(process.execPath, ['-e', print], { env, encoding: 'utf8' }),
    ) as string[];
    expect(loaded.some((file) => file.endsWith('preload.js'))).toBe(true);
    expect(loaded.filter((file) => sourceOf(file) !== undefined)).toEqual([]);
  });
});

it.each(PHASES)('an async function that returns no promise can die there as well: %s', async (phase) => {
  writeFileSync(controlFiles(folder, 'shop').armed, JSON.stringify({ point: 'p', phase }));
  let dead = false;
  const crash = crashRuntime(folder, 'shop', () => void (dead = true));
  expect(crash.settled('p', 7)).toBe(7);
  await nextTurn();
  expect(dead).toBe(true);
});

describe('a mutation', () => {
  const mutation = { file: 'a/src/b.ts', find: 'two', replace: '$& three' };
  it('replaces its piece letter by letter, in its file only', () => {
    expect(mutate('one two', 'a/src/b.ts', [mutation])).toBe('one $& three');
    expect(mutate('one two', 'a/src/c.ts', [mutation])).toBe('one two');
  });
  it.each(['one', 'two and two'])('throws when its piece is not there exactly once: %s', (code) => {
    expect(() => mutate(code, 'a/src/b.ts', [mutation])).toThrow('times, not once');
  });
});

it('a skewed clock gives another date of the same kind', () => {
  const Real = Date;
  const now = Real.now();
  try {
    skewClock(() => 180_000);
    for (const shown of [Date.now(), new Date().getTime(), new Date(Date()).getTime() + 999]) {
      expect(shown - now).toBeGreaterThanOrEqual(180_000 - 1);
      expect(shown - now).toBeLessThan(190_000);
    }
    expect(new Date(5).getTime()).toBe(5);
    expect(new Date() instanceof Date && new Real() instanceof Date).toBe(true);
    expect(Date.UTC(1970, 0)).toBe(0);
  } finally {
    globalThis.Date = Real;
  }
});
