import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from './state.js';
import { isAlive } from './supervisor/alive.js';
import { eventually } from '@ticketing/processes';
import { FakeSystem } from './testing/fake-system.js';

let fake: FakeSystem;

beforeEach(() => {
  fake = new FakeSystem();
});

afterEach(async () => {
  await fake.system?.stop();
  rmSync(fake.dataDir, { recursive: true, force: true });
});

const readState = () => JSON.parse(readFileSync(join(fake.dataDir, 'state.json'), 'utf8')) as State;

it('starts a server before those that wait for it and stops it after them', async () => {
  const system = await fake.start();
  await system.stop();
  expect(fake.events()).toEqual([
    'start database',
    'start service',
    'start gateway',
    'stop gateway',
    'stop service',
    'stop database',
  ]);
});

it('keeps state.json up to date and removes it at the end', async () => {
  const system = await fake.start();
  expect(readState()).toEqual(system.state());
  expect(readState().processes.map(({ name }) => name)).toEqual(['database', 'service', 'gateway']);

  const before = system.process('service').pid;
  system.process('service').kill();
  await eventually(() => {
    const after = readState().processes.find(({ name }) => name === 'service')?.pid;
    expect(after).toEqual(expect.any(Number));
    expect(after).not.toBe(before);
  });
  expect(readState()).toEqual(system.state());
  await system.stop();
  expect(existsSync(join(fake.dataDir, 'state.json'))).toBe(false);
});

it('starts a crashed process again on its port, after a longer delay each time', async () => {
  const system = await fake.start();
  const service = system.process('service');
  const { port } = service;
  for (const delay of ['0.25 s', '0.5 s']) {
    await fetch(`http://127.0.0.1:${port}/crash`).catch(() => undefined);
    await eventually(() => expect(fake.said.at(-2)).toMatch(new RegExp(`^service ended .* in ${delay}$`)));
    expect(fake.said.at(-1)).toBe('service is running again');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('service');
  }
});

it('tries again when a start fails', async () => {
  const system = await fake.start();
  writeFileSync(fake.broken, '');
  system.process('service').kill();
  await eventually(() => expect(fake.said).toContainEqual(expect.stringContaining('did not start')));
  rmSync(fake.broken);
  await eventually(() => expect(system.process('service').isUp).toBe(true));
});

it('leaves a stopped process down until it is started again', async () => {
  const system = await fake.start();
  const service = system.process('service');
  const pid = service.pid ?? 0;
  await service.stop();
  expect(isAlive(pid)).toBe(false);
  expect(readState().processes.map(({ name }) => name)).toEqual(['database', 'gateway']);
  expect(fake.said.filter((line) => line.includes('unexpectedly'))).toEqual([]);
  await service.start();
  expect(service.isUp).toBe(true);
});

it('reports in one line why a process did not start, and stops the others', async () => {
  writeFileSync(fake.broken, '');
  const log = join(fake.dataDir, 'logs', 'service.log');
  await expect(fake.start()).rejects.toThrow(
    `service ended (exit code 1): fatal MONGO_URI is missing (all of it: ${log})`,
  );
  expect(fake.events()).toEqual(['start database', 'stop database']);
  expect(readFileSync(log, 'utf8')).toContain('MONGO_URI is missing');
});

it('can be stopped while it starts', async () => {
  const abort = new AbortController();
  const starting = fake.start({
    signal: abort.signal,
    say: (line) => line === 'Starting service …' && abort.abort(),
  });
  await expect(starting).rejects.toThrow();
  expect(fake.events()).not.toContain('start gateway');
  expect(existsSync(join(fake.dataDir, 'lock'))).toBe(false);
});

it('shows the warnings of its children in readable form', async () => {
  writeFileSync(fake.broken, '');
  await expect(fake.start()).rejects.toThrow();
  expect(fake.said).toContain('service          | fatal MONGO_URI is missing');
});

it('keeps its keys over a restart, readable only by their owner, until it starts fresh', async () => {
  const files = ['session.key', 'site.key'].map((name) => join(fake.dataDir, name));
  const keys = () => files.map((file) => readFileSync(file, 'utf8'));
  await (await fake.start()).stop();
  const made = keys();
  const [session = '', site = ''] = made.map((key) => key.trim());
  expect(Buffer.from(session, 'base64')).toHaveLength(48);
  expect(Buffer.from(site, 'base64')).toHaveLength(32);
  for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
  await (await fake.start()).stop();
  expect(keys()).toEqual(made);
  await fake.start({ fresh: true });
  for (const [index, key] of keys().entries()) expect(key).not.toBe(made[index]);
});

it('makes a key anew that was cut short', async () => {
  writeFileSync(join(fake.dataDir, 'site.key'), 'half of a k');
  await fake.start();
  expect(readFileSync(join(fake.dataDir, 'site.key'), 'utf8').trim()).toHaveLength(44);
});

it('removes its own data, and no other files, when it starts fresh', async () => {
  mkdirSync(join(fake.dataDir, 'mongodb-auth'));
  writeFileSync(join(fake.dataDir, 'letter.txt'), 'mine');
  await fake.start({ fresh: true });
  expect(existsSync(join(fake.dataDir, 'mongodb-auth'))).toBe(false);
  expect(existsSync(join(fake.dataDir, 'letter.txt'))).toBe(true);
});
