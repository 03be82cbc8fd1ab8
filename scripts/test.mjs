// `npm test`: sets up what is missing, then runs every check and every test, and closes with their totals.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, main, setup, setupBrowser } from './setup.mjs';

const reports = mkdtempSync(join(tmpdir(), 'ticketing-reports-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
let running;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    running?.kill(signal);
    failures.push(signal);
  });
}

await main(async () => {
  setup();
  setupBrowser();
  await step('format', 'prettier', ['--check', '--log-level', 'warn', '.']);
  await step('lint', 'eslint', ['.']);
  await step('types', 'tsc', ['-p', 'tsconfig.tests.json']);
  await step('types of the site', 'tsc', ['-p', 'client']);
  await jest('tests of each workspace', 'unit', []);
  await jest('tests of the running system', 'system', ['--config', 'jest.system.config.mjs']);
  if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}`);
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  if (failures.length > 0) process.exitCode = 1;
}).finally(() => rmSync(reports, { recursive: true, force: true }));

async function jest(name, report, args) {
  const file = join(reports, `${report}.json`);
  await step(name, 'jest', [...args, '--json', '--outputFile', file]);
  if (!existsSync(file)) return;
  const result = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += result.numPassedTests;
  // a file that could not even be run is a failure too
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  totals.skipped += result.numPendingTests + result.numTodoTests;
}

/** All steps run, whatever became of those before: one run shows everything that is wrong. */
async function step(name, program, args) {
  if (failures.some((failure) => failure.startsWith('SIG'))) return;
  console.log(`\n▶ ${name}`);
  const began = Date.now();
  const code = await run(join(ROOT, 'node_modules/.bin', program), args);
  if (code !== 0) failures.push(name);
  console.log(`${code === 0 ? '✔' : '✘'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

function run(file, args) {
  return new Promise((resolve, reject) => {
    // The JSON that jest prints goes to its file; what people read it writes to stderr
    running = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    running.once('error', reject);
    running.once('exit', (code) => resolve(code ?? 1));
  });
}
