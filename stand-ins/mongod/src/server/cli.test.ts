import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@ticketing/processes';
import { type Document, MongoClient } from 'mongodb';
import { failure } from '../testing/mongo.js';

const MONGOD = resolve(__dirname, '../../bin/mongod');
const TIMEOUT_MS = 10_000;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mongod-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(MONGOD, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
  return { status, output: stdout + stderr };
};

async function started(port: number, ...flags: string[]) {
  const child = spawn(MONGOD, ['--port', String(port), '--dbpath', folder, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    output += chunk.toString();
    if (output.includes('Waiting for connections')) break;
  }
  return child;
}

test('prints its version in the form that mongodb-memory-server reads', () => {
  expect(run('--version')).toMatchObject({
    status: 0,
    output: expect.stringMatching(/^db version v\d+\.\d+\.\d+$/m) as string,
  });
});

test.each([
  [['--replSet', 'rs0'], /--replSet.*replica sets/],
  [['--keyFile', 'key'], /--keyFile.*key files/],
  [['--foo'], /unrecognised option '--foo'/],
  [['--port', 'x'], /--port must be/],
])('refuses %j with a message of one line', (args, message) => {
  const { status, output } = run(...args, '--dbpath', folder);
  expect(status).not.toBe(0);
  expect(output).toMatch(message);
  expect(output.trim().split('\n')).toHaveLength(1);
});

test('refuses to start without its data folder', () => {
  const { status, output } = run('--dbpath', join(folder, 'missing'), '--port', '0');
  expect(status).toBe(100);
  expect(output).toContain('not found');
});

test('says that its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { status, output } = run('--dbpath', folder, '--port', String(port));
  expect(status).toBe(48);
  expect(output).toContain('Address already in use');
  taken.close();
});

test('refuses the folder of a live server and takes over the folder of a dead one', async () => {
  const child = await started(await freePort());
  const { status, output } = run('--dbpath', folder, '--port', '0');
  expect(status).toBe(100);
  expect(output).toContain('Another mongod instance is already running');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await started(await freePort());
  expect(Number.parseInt(readFileSync(join(folder, 'mongod.lock'), 'utf8'), 10)).toBe(next.pid);
  next.kill('SIGTERM');
  expect(await once(next, 'exit')).toEqual([0, null]);
});

test('takes over a lock when another program has its process id by now', async () => {
  writeFileSync(join(folder, 'mongod.lock'), `${process.pid} 1\n`);
  const child = await started(await freePort());
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('with --auth it lets somebody on this machine make the first user, and nothing else', async () => {
  const port = await freePort();
  const child = await started(port, '--auth');
  const client = await new MongoClient(`mongodb://127.0.0.1:${port}`).connect();
  const run = (db: string, command: Document) => client.db(db).command(command);
  const refused = { code: 13, codeName: 'Unauthorized' };
  const first = { createUser: 'first', pwd: 'x', roles: ['root'] };
  expect(await failure(run('shop', { find: 'goods' }))).toMatchObject(refused);
  expect(await failure(run('admin', { usersInfo: 1 }))).toMatchObject(refused);
  expect(await failure(run('shop', { ...first, roles: [] }))).toMatchObject(refused);
  expect(await failure(run('admin', { ...first, roles: [{ role: 'read', db: 'shop' }] }))).toMatchObject(
    refused,
  );
  await run('admin', first);
  expect(await failure(run('admin', { ...first, createUser: 'second' }))).toMatchObject({
    ...refused,
    message: 'command createUser requires authentication',
  });
  await client.close();
  child.kill('SIGKILL');
  await once(child, 'exit');
});

const [outside] = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4');
if (!outside) process.stderr.write('Skipped a test of --auth: this machine has no address but 127.0.0.1\n');

(outside ? test : test.skip)('with --auth it lets nobody else make the first user', async () => {
  const port = await freePort();
  const child = await started(port, '--auth', '--bind_ip', '127.0.0.1,' + outside?.address);
  const client = await new MongoClient(`mongodb://${outside?.address}:${port}`).connect();
  const first = { createUser: 'first', pwd: 'x', roles: ['root'] };
  expect(await failure(client.db('admin').command(first))).toMatchObject({
    code: 13,
    message: 'command createUser requires authentication',
  });
  await client.close();
  child.kill('SIGKILL');
  await once(child, 'exit');
});
