// Prepares the machine to run or test the system. This script uses nothing but Node, because node_modules may be missing.
import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants as os } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled, ROOT } from './workspaces.mjs';

export { ROOT };
const LEAST_NODE = [20, 19];
const BUILT_STAMP = join(ROOT, 'node_modules/.cache/ticketing-built');
const BUNDLES_STAMP = join(ROOT, 'node_modules/.cache/ticketing-bundled');
const SITE_STAMP = join(ROOT, 'node_modules/.cache/ticketing-site-built');
const SITE = join(ROOT, 'client');
/** e2e/src/browser/testing/browser.ts looks for the same programs. */
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A failure whose message is enough: it is printed without a stack. */
export class SetupError extends Error {}

/** Somebody has asked to stop. */
class Interrupted extends Error {
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + os.signals[signal];
  }
}

/** A program that does not end after a signal is ended by force. */
const FORCE_AFTER_MS = 5_000;

/**
 * Runs and prints each step that is needed.
 * @param site whether the site is built too; in development Next.js builds each page when somebody opens it
 * @param bundles whether the services are bundled too
 */
export async function setup({ site = true, bundles = false } = {}) {
  requireNode();
  if (!dependenciesMatchLockfile())
    await step('Installing dependencies (npm ci)', 'npm', ['ci', '--no-progress']);
  if (sourcesAreNewer()) {
    await build(BUILT_STAMP, 'Building (tsc -b)', ['scripts/build.mjs']);
  }
  if (bundles && (!existsSync(BUNDLES_STAMP) || isNewer(BUILT_STAMP, statSync(BUNDLES_STAMP).mtimeMs))) {
    await build(BUNDLES_STAMP, 'Bundling the services (esbuild)', ['scripts/bundle.mjs']);
  }
  if (site && siteIsNewer()) {
    await build(SITE_STAMP, 'Building the site (next build)', ['scripts/build-site.mjs']);
  }
  if (!redisAvailable()) await installRedis();
}

/** Runs the main function of a script. A SetupError ends the script with one line, a signal with 128 + its number. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof SetupError || error instanceof Interrupted)) throw error;
    console.error(`ticketing: ${error.message}`);
    process.exitCode = error.exitCode ?? 1;
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  throw new SetupError(
    `Node.js ${LEAST_NODE.join('.')} or newer is needed, this is ${process.versions.node}: see https://nodejs.org`,
  );
}

/**
 * Compares the lockfile with the one that npm writes about installed packages. An optional package may be missing, because
 * it is for other machines. Packages in other folders (auth/node_modules) may be deleted while npm's file stays, so each
 * folder is looked at.
 */
function dependenciesMatchLockfile() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const installed = packagesOf(join(ROOT, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, link, optional }]) => {
    if (!path.includes('node_modules/') || link) return path === '' || existsSync(join(ROOT, path));
    return installed[path] ? installed[path].version === version && existsSync(join(ROOT, path)) : optional;
  });
}

function packagesOf(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : undefined;
}

function sourcesAreNewer() {
  if (!existsSync(BUILT_STAMP)) return true;
  const built = statSync(BUILT_STAMP).mtimeMs;
  const configs = ['tsconfig.base.json', 'package-lock.json'].map((name) => join(ROOT, name));
  return (
    configs.some((file) => isNewer(file, built)) ||
    compiled().some((path) => {
      const [src, dist] = [join(ROOT, path, 'src'), join(ROOT, path, 'dist')];
      if (!existsSync(src)) return false;
      if (!existsSync(dist) || isNewer(join(ROOT, path, 'tsconfig.json'), built)) return true;
      return readdirSync(src, { recursive: true }).some((file) => isNewer(join(src, file), built));
    })
  );
}

function siteIsNewer() {
  if (!existsSync(SITE_STAMP) || !existsSync(join(SITE, '.next/standalone/client/server.js'))) return true;
  const built = statSync(SITE_STAMP).mtimeMs;
  const sources = readdirSync(SITE)
    .filter((name) => name !== '.next')
    .flatMap((name) => filesOf(join(SITE, name)))
    .filter((file) => !/\.test\.ts$|\.md$|\.tsbuildinfo$|[\\/]next-env\.d\.ts$/.test(file));
  return [join(ROOT, 'package-lock.json'), ...sources, ...usedOfCommon(sources)].some((file) =>
    isNewer(file, built),
  );
}

/** The file itself, or all files of a folder and of its folders. */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The sources of the folders of common that the site imports. These folders import no others. */
function usedOfCommon(sources) {
  const imports = sources
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'@ticketing\/common\/(\w+)'/g)]);
  return [...new Set(imports.map(([, folder]) => join(ROOT, 'common/src', folder)))].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  );
}

/** Runs a build and saves the time of its start, so that a file edited during the build counts as newer. */
async function build(stamp, name, args) {
  const began = new Date();
  await step(name, process.execPath, args);
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
}

function isNewer(file, time) {
  return statSync(file).mtimeMs > time;
}

function redisAvailable() {
  return Boolean(process.env.REDIS_HOST || process.env.REDIS_PORT) || onPath('redis-server');
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Installs a browser for the tests in a browser. Without one they are skipped, so a failure is only printed. */
export async function setupBrowser() {
  if (process.env.CHROMIUM_PATH || BROWSERS.some(onPath)) return;
  try {
    if (canInstall()) return await aptInstall('Chromium', 'chromium-headless-shell');
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
  }
  console.log(
    'There is no Chromium to test the site with: run `apt-get install chromium-headless-shell` (Debian), or set CHROMIUM_PATH',
  );
}

/**
 * Gets promtool for the tests of the alerts, and names it in PROMTOOL. Without it they are skipped, so a failure is only
 * printed.
 */
export async function setupPromtool(folder = join(ROOT, 'node_modules/.cache/promtool')) {
  if (process.env.PROMTOOL || onPath('promtool')) return;
  const promtool = join(folder, 'promtool');
  try {
    if (!existsSync(promtool) && canInstall()) await downloadPromtool(folder);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
  }
  if (existsSync(promtool)) process.env.PROMTOOL = promtool;
  else
    console.log(
      'There is no promtool to try the alerts with: run `apt-get install prometheus` (Debian), or set PROMTOOL',
    );
}

/** The package is not installed: it would start a server whenever the machine starts. Nobody waits for it for long. */
const DOWNLOAD_PROMTOOL = `
  set -e
  cd "$1"
  timeout 60 apt-get update -qq
  timeout 120 apt-get download -qq prometheus
  dpkg -x prometheus_*.deb unpacked
  mv unpacked/usr/bin/promtool promtool
  rm -r unpacked prometheus_*.deb`;

async function downloadPromtool(folder) {
  rmSync(folder, { recursive: true, force: true }); // of a download that was interrupted
  mkdirSync(folder, { recursive: true });
  await step('Downloading promtool (apt-get download prometheus)', 'sh', [
    '-c',
    DOWNLOAD_PROMTOOL,
    'sh',
    folder,
  ]);
}

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get');
}

async function installRedis() {
  if (!canInstall()) {
    throw new SetupError(
      'redis-server is not installed: run `apt-get install redis-server` (Debian, Ubuntu) or `brew install redis` ' +
        '(macOS), or set REDIS_HOST and REDIS_PORT to a running Redis',
    );
  }
  await aptInstall('Redis', 'redis-server');
}

async function aptInstall(name, packageName) {
  // Debian starts a service when it installs it, unless this file forbids it. The system starts its own redis-server.
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await step('Updating the package lists (apt-get update)', 'apt-get', ['update', '-qq'], env);
    const install = ['install', '-y', '-qq', '--no-install-recommends', packageName];
    await step(`Installing ${name} (apt-get install ${packageName})`, 'apt-get', install, env);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

async function step(name, program, args, env = process.env) {
  console.log(`${name} …`);
  const quiet = program === 'apt-get' || program === 'sh'; // apt-get prints a lot, even with -qq
  const { code, problem, output } = await run(program, args, quiet ? 'pipe' : 'inherit', env);
  if (code === 0) return;
  process.stderr.write(output);
  throw new SetupError(`${name} failed: ${problem ?? 'its output is above'}`);
}

/**
 * Runs a program to its end. It gets a process group of its own: a signal to this process, which may be for this process
 * alone, ends the whole group, and nothing goes on building after this process has ended.
 */
function run(program, args, stdio, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', stdio, stdio], env, detached: true });
    let output = '';
    let interrupted;
    let force;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const stop = (signal) => {
      interrupted = signal;
      endGroup(child.pid, signal);
      force ??= setTimeout(() => endGroup(child.pid, 'SIGKILL'), FORCE_AFTER_MS);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    const ended = (result) => {
      for (const signal of SIGNALS) process.off(signal, stop);
      clearTimeout(force);
      if (!interrupted) return resolve({ output, ...result });
      endGroup(child.pid, 'SIGKILL');
      reject(new Interrupted(interrupted));
    };
    child.once('error', ({ message }) => ended({ problem: message }));
    child.once('close', (code) => ended({ code }));
  });
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(() => setup());
