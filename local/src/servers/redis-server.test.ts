import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '@ticketing/processes';
import { type RedisLogin, RedisServer, type RedisServerOptions, RunningRedis } from './redis-server.js';

const servers: RedisServer[] = [];
const dir = mkdtempSync(join(tmpdir(), 'redis-test-'));

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(dir, { recursive: true, force: true });
});

async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
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

describe('with users', () => {
  const passwords = { expiration: 'of the worker', admin: 'of people' };
  const KEY = 'bull:order:expiration:1';
  let server: RedisServer;
  beforeAll(async () => (server = await startRedis({ passwords })));

  async function as<T>(login: RedisLogin | undefined, use: (redis: Redis) => Promise<T>): Promise<T> {
    const { host, port } = server;
    const redis = new Redis({ host, port, ...login, retryStrategy: () => null, enableReadyCheck: false });
    try {
      return await use(redis);
    } finally {
      redis.disconnect();
    }
  }

  it.each<[string, (redis: Redis) => Promise<unknown>]>([
    ['read', (redis) => redis.get(KEY)],
    ['empty the server', (redis) => redis.flushall()],
    ['ask about the server', (redis) => redis.info()],
    ['run a script', (redis) => redis.eval('return 1', 0)],
  ])('lets nobody %s who has not signed in', async (_what, act) => {
    await expect(as(undefined, act)).rejects.toThrow(/^NOAUTH/);
    const probe = { username: 'probe', password: 'any' };
    await expect(as(probe, act)).rejects.toThrow(/^NOPERM/);
    expect(await as(probe, (redis) => redis.ping())).toBe('PONG');
  });

  it('refuses a wrong password', async () => {
    const wrong = new RunningRedis(server.host, server.port, { username: 'expiration', password: 'guessed' });
    await expect(wrong.start()).rejects.toThrow(/WRONGPASS/);
    const right = new RunningRedis(server.host, server.port, server.login);
    await expect(right.start()).resolves.toBeUndefined();
  });

  it('lets the worker use the keys of its queue', async () => {
    await as(server.login, async (redis) => {
      await redis.set(KEY, 'timer');
      expect(await redis.eval("return redis.call('GET', KEYS[1])", 1, KEY)).toBe('timer');
      expect(await redis.publish(KEY, 'event')).toBe(0);
      expect(await redis.info()).toContain('redis_version');
    });
  });

  it.each<[string, (redis: Redis) => Promise<unknown>]>([
    ['empty the server', (redis) => redis.flushall()],
    ['read another key', (redis) => redis.get('session:1')],
    ['write another key', (redis) => redis.set('bull:others:1', 'x')],
    ['read another key in a script', (redis) => redis.eval("return redis.call('GET', 'session:1')", 0)],
    ['list all keys', (redis) => redis.keys('*')],
    ['publish elsewhere', (redis) => redis.publish('news', 'x')],
    ['change the settings', (redis) => redis.config('SET', 'appendonly', 'no')],
    ['see the users', (redis) => redis.acl('LIST')],
    ['make a copy of the server', (redis) => redis.call('REPLICAOF', 'localhost', '1')],
    ['stop the server', (redis) => redis.call('SHUTDOWN', 'NOSAVE')],
    ['load a library of functions', (redis) => redis.call('FUNCTION', 'LOAD', '#!lua name=x')],
    ['end the scripts of others', (redis) => redis.script('KILL')],
  ])('does not let the worker %s', async (_what, act) => {
    await expect(as(server.login, act)).rejects.toThrow(/NOPERM|ACL failure|can't access|No permissions/i);
  });

  it('has transactions and scripts back after a crash', async () => {
    const other = await startRedis({ passwords });
    const { host, port, login } = other;
    const redis = new Redis({ host, port, ...login });
    await redis.multi().set(`${KEY}a`, '1').set(`${KEY}b`, '2').exec();
    await redis.eval("redis.call('SET', KEYS[1], 3) redis.call('SET', KEYS[2], 4)", 2, `${KEY}c`, `${KEY}d`);
    redis.disconnect();
    await other.kill();
    await other.start();
    const again = new Redis({ host, port, ...login });
    expect(await again.mget(`${KEY}a`, `${KEY}b`, `${KEY}c`, `${KEY}d`)).toEqual(['1', '2', '3', '4']);
    again.disconnect();
  });

  it('lets people who know the password of admin do everything', async () => {
    expect(await as(server.adminLogin, (redis) => redis.flushall())).toBe('OK');
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
