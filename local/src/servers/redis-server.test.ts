import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '@ticketing/processes';
import { RedisServer, RunningRedis } from './redis-server.js';

const servers: RedisServer[] = [];
const dir = mkdtempSync(join(tmpdir(), 'redis-test-'));

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(dir, { recursive: true, force: true });
});

async function startRedis(options: { dir?: string } = {}): Promise<RedisServer> {
  const server = new RedisServer(options);
  servers.push(server);
  await server.start();
  return server;
}

async function withClient<T>({ port }: { port: number }, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => null });
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function readSetting(redis: Redis, name: string): Promise<string> {
  const [, value = ''] = (await redis.config('GET', name)) as string[];
  return value;
}

it('evicts nothing and writes every command to its file', async () => {
  const server = await startRedis();
  const setting = (name: string) => withClient(server, (redis) => readSetting(redis, name));
  expect(await setting('maxmemory-policy')).toBe('noeviction');
  expect(await setting('appendonly')).toBe('yes');
  expect(await setting('save')).toBe('');
  expect(await setting('bind')).toBe('127.0.0.1');
});

it('has its data back on the same port after a stop', async () => {
  const server = await startRedis({ dir });
  const { port } = server;
  await withClient(server, (redis) => redis.set('ticket', 'held'));
  await server.stop();
  expect(server.pid).toBeUndefined();
  await server.start();
  expect(server.port).toBe(port);
  expect(await withClient(server, (redis) => redis.get('ticket'))).toBe('held');
});

it('leaves no files behind when it got no directory', async () => {
  const server = await startRedis();
  const place = await withClient(server, (redis) => readSetting(redis, 'dir'));
  expect(existsSync(place)).toBe(true);
  await server.stop();
  expect(existsSync(place)).toBe(false);
});

describe('that cannot use its files', () => {
  let own: string;
  let files: { base: string; incr: string; manifest: string };

  beforeEach(async () => {
    own = mkdtempSync(join(tmpdir(), 'redis-damaged-'));
    const server = await startRedis({ dir: own });
    await withClient(server, (redis) => redis.set('ticket', 'held'));
    await server.stop();
    const folder = join(own, 'appendonlydir');
    const named = (end: string) =>
      join(
        folder,
        readdirSync(folder).find((name) => name.endsWith(end))!,
      );
    files = { base: named('.base.rdb'), incr: named('.incr.aof'), manifest: named('.manifest') };
  });
  afterEach(() => rmSync(own, { recursive: true, force: true }));

  const overwrite = (file: string, text: string, at = 0) => {
    const bytes = readFileSync(file);
    bytes.write(text, at);
    writeFileSync(file, bytes);
  };
  const cases: [string, () => void, RegExp][] = [
    [
      'a damaged file',
      () => overwrite(files.incr, 'garbage', 20),
      /Bad file format reading the append only file/,
    ],
    [
      'the file of a newer version',
      () => overwrite(files.base, 'REDIS0099'),
      /Can't handle RDB format version 99/,
    ],
    [
      'a damaged manifest',
      () => writeFileSync(files.manifest, 'nonsense\n'),
      /Invalid AOF manifest file format/,
    ],
    ['a missing file', () => rmSync(files.incr), /No such file or directory/],
  ];

  it.each(cases)('says the reason and the remedy: %s', async (_what, damage, reason) => {
    damage();
    const failed = startRedis({ dir: own }).then(() => new Error('it started'));
    const { message } = await failed.catch((error: Error) => error);
    expect(message).toMatch(reason);
    expect(message).toContain(`redis cannot use its data in ${own}: `);
    expect(message).toContain(`redis-check-aof --fix ${files.manifest}`);
    expect(message).toContain(`or delete ${own}. Timers that are lost do no harm`);
    expect(message).not.toContain('\n');
    rmSync(own, { recursive: true });
    await startRedis({ dir: own });
  });
});

it('says how to install redis-server when it is missing', async () => {
  const path = process.env.PATH;
  process.env.PATH = dir;
  try {
    await expect(new RedisServer().start()).rejects.toThrow(
      /apt-get install redis-server.*brew install redis/,
    );
  } finally {
    process.env.PATH = path;
  }
});

it('uses a running Redis, and reports when none answers at its address', async () => {
  const { port } = await startRedis();
  await expect(new RunningRedis('127.0.0.1', port).start()).resolves.toBeUndefined();
  const nobody = await freePort();
  await expect(new RunningRedis('127.0.0.1', nobody).start()).rejects.toThrow(
    `no Redis answers at 127.0.0.1:${nobody}, which REDIS_HOST and REDIS_PORT name: connect ECONNREFUSED`,
  );
});
