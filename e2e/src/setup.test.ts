import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '../..');

/** Debian asks this program whether it may start a service that it installs. Some machines have their own. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Makes the script run as `uid`, whoever runs the tests, and keeps the machine's own files as they are. */
const preload = (uid: number, hasPolicy: boolean) => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  process.getuid = () => ${uid};
  const { existsSync, rmSync } = fs;
  fs.existsSync = (file) => (file === '${POLICY}' ? ${hasPolicy} : existsSync(file));
  fs.writeFileSync = (file, text, { mode }) => console.log('wrote', file, mode.toString(8), JSON.stringify(text));
  fs.rmSync = (file, options) => (file === '${POLICY}' ? console.log('removed', file) : rmSync(file, options));
  syncBuiltinESMExports();`;

describe('setting up the tests', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ticketing-setup-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  interface Machine {
    uid?: number;
    hasPolicy?: boolean;
    env?: Record<string, string>;
  }

  function run(code: string, { uid = 0, hasPolicy = false, env = {} }: Machine = {}) {
    const setup = pathToFileURL(join(ROOT, 'scripts/setup.mjs')).href;
    const script = `const { setupBrowser, setupPromtool } = await import('${setup}'); ${code}`;
    const args = [
      `--import=data:text/javascript,${encodeURIComponent(preload(uid, hasPolicy))}`,
      '--input-type=module',
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, [...args, '--eval', script], {
      env: { PATH: folder, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { stdout, stderr, status };
  }

  function program(name: string, text: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  const isLinux = process.platform === 'linux';
  if (!isLinux)
    process.stderr.write('Skipped "installs Chromium …" and "gets promtool …": only Linux has apt-get\n');
  (isLinux ? describe : describe.skip)('installs Chromium', () => {
    it('with apt-get as root, without starting services, when there is no browser', () => {
      program('apt-get', `echo "$DEBIAN_FRONTEND $@" >> "${join(folder, 'calls')}"`);
      const { stdout, status } = run('setupBrowser()');
      expect(status).toBe(0);
      expect(readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')).toEqual([
        'noninteractive update -qq',
        'noninteractive install -y -qq --no-install-recommends chromium-headless-shell',
      ]);
      expect(stdout.trim().split('\n')).toEqual([
        `wrote ${POLICY} 755 ${JSON.stringify('#!/bin/sh\nexit 101\n')}`,
        'Updating the package lists (apt-get update) …',
        'Installing Chromium (apt-get install chromium-headless-shell) …',
        `removed ${POLICY}`,
      ]);
    });

    it('and keeps the machine’s own program that decides about starting services', () => {
      program('apt-get', 'exit 0');
      const { stdout, status } = run('setupBrowser()', { hasPolicy: true });
      expect([status, stdout]).toEqual([0, expect.stringContaining('Installing Chromium')]);
      expect(stdout).not.toContain(POLICY);
    });

    it('or says why that is impossible, and does not fail', () => {
      program('apt-get', 'echo "E: no such mirror" >&2; exit 100');
      const { stdout, stderr, status } = run('setupBrowser()');
      expect(status).toBe(0);
      expect(stderr).toContain('E: no such mirror');
      expect(stdout).toContain('There is no Chromium to test the site with');
      expect(stdout).toContain(`removed ${POLICY}`);
    });

    it('only as root; other users are told how', () => {
      program('apt-get', `echo called >> "${join(folder, 'calls')}"`);
      const { stdout, status } = run('setupBrowser()', { uid: 1000 });
      expect([status, stdout]).toEqual([
        0,
        expect.stringContaining('apt-get install chromium-headless-shell'),
      ]);
      expect(() => readFileSync(join(folder, 'calls'))).toThrow('ENOENT');
    });
  });

  it('does nothing if there is a browser on the path or in CHROMIUM_PATH', () => {
    const silent = { stdout: '', stderr: '', status: 0 };
    expect(run('setupBrowser()', { env: { CHROMIUM_PATH: '/somewhere/chromium' } })).toEqual(silent);
    program('chromium', 'exit 1');
    expect(run('setupBrowser()')).toEqual(silent);
  });

  (isLinux ? describe : describe.skip)('gets promtool', () => {
    const folderOfTools = () => join(folder, 'tools');
    const setupPromtool = (machine?: Machine) =>
      run(`await setupPromtool('${folderOfTools()}'); console.log(process.env.PROMTOOL)`, machine);
    // the machine's own promtool is not on this path
    beforeEach(() => {
      for (const name of ['sh', 'mkdir', 'mv', 'rm', 'touch'])
        symlinkSync(join('/bin', name), join(folder, name));
      program('timeout', 'shift; exec "$@"');
    });
    const packageWith = (text: string) => {
      program('apt-get', 'if [ "$1" = download ]; then touch prometheus_2_amd64.deb; fi');
      program('dpkg', `mkdir -p "$3/usr/bin" && echo "${text}" > "$3/usr/bin/promtool"`);
    };

    it('as root, from a package that is not installed, once', () => {
      packageWith('a tool');
      const tool = join(folderOfTools(), 'promtool');
      const { stdout, status } = setupPromtool();
      expect([status, stdout]).toEqual([
        0,
        `Downloading promtool (apt-get download prometheus) …\n${tool}\n`,
      ]);
      expect(readFileSync(tool, 'utf8')).toBe('a tool\n');
      expect(readdirSync(folderOfTools())).toEqual(['promtool']);
      expect(setupPromtool().stdout).toBe(`${tool}\n`);
    });

    it('or says why that is impossible, and does not fail', () => {
      program('apt-get', 'echo "E: no such mirror" >&2; exit 100');
      const { stdout, stderr, status } = setupPromtool();
      expect([status, stderr]).toEqual([0, expect.stringContaining('E: no such mirror')]);
      expect(stdout).toMatch(/There is no promtool to try the alerts with.*\nundefined\n$/);
    });

    it('only as root, and only if there is none', () => {
      packageWith('a tool');
      expect(setupPromtool({ uid: 1000 }).stdout).toContain('There is no promtool');
      program('promtool', 'exit 0');
      expect(setupPromtool().stdout).toBe('undefined\n');
    });
  });
});

describe('tests in a browser', () => {
  /** Runs an empty browser test on a machine without a browser. */
  function withoutBrowser(ci: string) {
    const folder = mkdtempSync(join(ROOT, 'e2e/src/without-browser-'));
    try {
      writeFileSync(
        join(folder, 'some.test.ts'),
        `import { describeInBrowser } from '../browser/testing/describe-in-browser.js';
         describeInBrowser('something', () => it('is tested', () => undefined));`,
      );
      const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
      const args = [jest, '--config', 'e2e/jest.config.cjs', '--runInBand', folder];
      const { CHROMIUM_PATH: _, ...env } = process.env;
      const { status, stderr } = spawnSync(process.execPath, args, {
        cwd: ROOT,
        env: { ...env, PATH: folder, CI: ci },
        encoding: 'utf8',
        timeout: 60_000,
      });
      return { status, stderr };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('are skipped without one, with a message that says why', () => {
    const { status, stderr } = withoutBrowser('');
    expect(stderr).toMatch(
      /Skipped "something": there is no Chromium: .*apt-get install chromium-headless-shell/,
    );
    expect(stderr).toMatch(/1 skipped/);
    expect(status).toBe(0);
  });

  it('fail without one in CI', () => {
    const { status, stderr } = withoutBrowser('true');
    expect(stderr).toMatch(/there is no Chromium/);
    expect(stderr).toMatch(/1 failed/);
    expect(status).toBe(1);
  });
});
