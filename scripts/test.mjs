// `npm test` sets up everything that is missing, runs every check and every test, and prints the totals.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, SIGNALS, main, setup, setupBrowser, setupPromtool } from './setup.mjs';

const reports = mkdtempSync(join(tmpdir(), 'ticketing-reports-'));
const TYPES = join(ROOT, 'node_modules/.cache/types.tsbuildinfo');
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const running = new Set();
let stopped = false;

for (const signal of SIGNALS) {
  process.on(signal, () => {
    stopped = true;
    for (const child of running) child.kill(signal);
    failures.push(signal);
  });
}

await main(async () => {
  await setup();
  await setupBrowser();
  await setupPromtool();
  await checks();
  await jest('tests of each workspace', 'unit', []);
  await jest('tests of the running system', 'system', ['--config', 'jest.system.config.mjs']);
  if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}`);
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  if (failures.length > 0) process.exitCode = 1;
}).finally(() => rmSync(reports, { recursive: true, force: true }));

/**
 * Lint takes as long as the other checks together, so it runs beside them, on a second core. ESLint gets no cache: it would
 * skip a file that has not changed, though a type that the file imports has.
 */
async function checks() {
  console.log('\n▶ format, lint and types');
  const others = async () => {
    await check('format', 'prettier', ['--check', '--cache', '--log-level', 'warn', '.']);
    await check('types', 'tsc', ['-p', 'tsconfig.tests.json', '--incremental', '--tsBuildInfoFile', TYPES]);
    await check('types of the site', 'tsc', ['-p', 'client']);
  };
  await Promise.all([check('lint', 'eslint', ['.']), others()]);
}

/** Prints the output of a check when it ends, because several checks run at once. */
async function check(name, program, args) {
  await step(name, program, args, 'pipe');
}

async function jest(name, report, args) {
  const file = join(reports, `${report}.json`);
  console.log(`\n▶ ${name}`);
  // the JSON goes to the file, and jest writes its report for people to stderr
  await step(name, 'jest', [...args, '--json', '--outputFile', file], 'inherit');
  if (!existsSync(file)) return;
  const result = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += result.numPassedTests;
  // a file that could not be run at all is a failure too
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  totals.skipped += result.numPendingTests + result.numTodoTests;
}

/** Every step runs, even after a failure, so that one run shows everything that is wrong. */
async function step(name, program, args, stdio) {
  if (stopped) return;
  const began = Date.now();
  const { code, output } = await run(join(ROOT, 'node_modules/.bin', program), args, stdio);
  if (code !== 0) failures.push(name);
  process.stdout.write(output);
  console.log(`${code === 0 ? '✔' : '✘'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

function run(file, args, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', stdio, stdio] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    running.add(child);
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}
