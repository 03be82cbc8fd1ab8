import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutStripe } from './settings.js';
import { Lock } from './supervisor/lock.js';

const MAIN = join(__dirname, '../dist/main.js');
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-main-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the command until it ends. It must end by itself. */
function run(env: NodeJS.ProcessEnv): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const all = { ...withoutStripe(process.env), TICKETING_DATA_DIR: dir, ...env };
  return new Promise((resolve) =>
    execFile(process.execPath, [MAIN], { env: all, timeout: 15_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    ),
  );
}

it('reports a port that is in use, says what to do, and starts nothing', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  const { code, stdout, stderr } = await run({ PORT: String(port), REDIS_HOST: '127.0.0.1' });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toBe(
    `ticketing: Port ${port} is in use: stop the program that listens there, or choose another port with \`PORT=${port + 1} npm start\`\n`,
  );
  expect(stdout).toBe('');
  expect(existsSync(join(dir, 'lock'))).toBe(false);
});

it('reports that the port of the dashboard is in use', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  const taken = String(port);
  const { code, stderr } = await run({ PORT: '1', DASHBOARD_PORT: taken, REDIS_HOST: '127.0.0.1' });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is in use`);
  expect(stderr).toContain(`\`DASHBOARD_PORT=${port + 1} npm start\``);
});

it('refuses bad settings in one line', async () => {
  const { code, stdout, stderr } = await run({ PORT: 'abc', TICKETING_MONGOD: '/nope' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^ticketing: Bad settings: PORT .*; TICKETING_MONGOD .*\n$/);
  expect(stdout).toBe('');
});

it('names a key of Stripe that is missing, and starts nothing', async () => {
  const { code, stdout, stderr } = await run({
    STRIPE_SECRET_KEY: 'sk_test_a',
    STRIPE_WEBHOOK_SECRET: 'whsec_a',
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^ticketing: Bad settings: STRIPE_PUBLISHABLE_KEY is missing, .*\n$/);
  expect(stdout).toBe('');
});

it('says how to install Redis when it is missing', async () => {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  symlinkSync('/bin/sh', join(bin, 'sh'));
  const { code, stderr } = await run({ PATH: bin, REDIS_HOST: '', REDIS_PORT: '' });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^ticketing: redis-server is not installed: .*apt-get.*brew install redis.*REDIS_HOST.*\n$/,
  );
});

it('refuses the data directory of a running system', async () => {
  const lock = await Lock.take(dir);
  const { code, stderr } = await run({});
  lock.release();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^ticketing: Ticketing is already running .*process \d+.*\n$/);
});
