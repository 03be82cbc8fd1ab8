import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { redisOf } from '@ticketing/expiration/config';
import { eventually, freePort } from '@ticketing/processes';
import { parse } from 'yaml';
import { INFRA } from './model/render';

const PASSWORD = 'f'.repeat(64);
const FILES = join(INFRA, 'k8s/config');
const SERVER_TLS = 'k8s-prod/patches/tls-redis.yaml';
const missing = ['redis-server', 'openssl'].filter((name) => spawnSync(name, ['--version']).error);
if (missing.length > 0) console.warn(`the files of Redis are not tested: no ${missing.join()} on the PATH`);

let dir: string;
let port: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ticketing-infra-'));
  port = String(await freePort());
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Paths of a container, as paths of this test. */
const here = (text: string) =>
  text
    .replaceAll('/config/', `${FILES}/`)
    .replaceAll(/\/(users|tls)\//g, `${dir}/`)
    .replace('dir /data', `dir ${dir}`);

/** Runs the init container that writes the users. */
function makeUsers(env: Record<string, string>): number | null {
  const script = here(readFileSync(join(FILES, 'redis-users.sh'), 'utf8'));
  return spawnSync('sh', ['-c', script], { env: { PATH: process.env.PATH!, ...env } }).status;
}

/** Starts Redis with the users, one of whom is an admin of this test, and with further arguments. */
function startRedis(...args: string[]) {
  expect(makeUsers({ EXPIRATION_PASSWORD: PASSWORD })).toBe(0);
  appendFileSync(join(dir, 'users.acl'), 'user admin on >x ~* &* +@all\n');
  const conf = join(dir, 'redis.conf');
  writeFileSync(conf, here(readFileSync(join(FILES, 'redis.conf'), 'utf8')));
  return spawn('redis-server', [conf, '--bind', '127.0.0.1', '--port', port, ...args], { stdio: 'ignore' });
}

function cli(...args: string[]): string {
  const { stdout, stderr } = spawnSync('redis-cli', ['-e', '-p', port, ...args], { encoding: 'utf8' });
  return stdout + stderr;
}
const as = (user: string, password: string, ...command: string[]) =>
  cli('--no-auth-warning', '--user', user, '--pass', password, ...command);

/** The words of the probes in a manifest after `redis-cli -e`. */
function probeIn(manifest: string): string[] {
  const found = readFileSync(join(INFRA, manifest), 'utf8').matchAll(/\[redis-cli, -e, ([^\]]+)\]/g);
  const [words, ...others] = new Set([...found].map(([, one]) => one!));
  expect(others).toEqual([]);
  return words!.split(', ');
}

(missing.length > 0 ? describe.skip : describe)('the files of Redis', () => {
  it('give no user an empty password when the secret has none', () => {
    expect(makeUsers({})).not.toBe(0);
    expect(makeUsers({ EXPIRATION_PASSWORD: '' })).not.toBe(0);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('keep the password of the worker out of the file of users', () => {
    expect(makeUsers({ EXPIRATION_PASSWORD: PASSWORD })).toBe(0);
    expect(statSync(join(dir, 'users.acl')).mode & 0o77).toBe(0);
    expect(readFileSync(join(dir, 'users.acl'), 'utf8')).not.toContain(PASSWORD);
  });

  it('let the worker use its keys, let the probe ask, and let nobody else in', async () => {
    const redis = startRedis();
    try {
      await eventually(() => expect(cli(...probeIn('k8s/expiration-redis-depl.yaml'))).toBe('PONG\n'));
      expect(cli('ping')).toMatch(/NOAUTH/);
      expect(as('expiration', 'x', 'ping')).not.toMatch(/PONG/);
      expect(as('expiration', PASSWORD, 'set', 'bull:order:expiration:1', '1')).toBe('OK\n');
      expect(as('expiration', PASSWORD, 'set', 'bull:other:1', '1')).toMatch(/NOPERM/);
      expect(as('expiration', PASSWORD, 'flushall')).toMatch(/NOPERM/);
      const value = (name: string) => as('admin', 'x', 'config', 'get', name).trim().split('\n')[1] ?? '';
      expect(value('appendonly')).toBe('yes');
      expect(value('maxmemory-policy')).toBe('noeviction');
      expect(value('maxmemory')).toBe(String(160 * 2 ** 20));
      expect(value('save')).toBe('');
    } finally {
      redis.kill('SIGKILL');
    }
  });

  it('let the worker in over TLS only, and only with the certificate that it trusts', async () => {
    const [ca, other] = ['ca', 'other'].map((name) => join(dir, name)) as [string, string];
    makeCertificate(other);
    makeCertificate(ca);
    const patch = parse(readFileSync(join(INFRA, SERVER_TLS), 'utf8')) as { path: string; value: string[] }[];
    const args = patch.find(({ path }) => path.endsWith('/args'))!.value.map(here);
    const redis = startRedis(...args.map((arg) => (arg === '6379' ? port : arg)));
    try {
      await eventually(() => expect(cli(...probeIn(SERVER_TLS))).toBe('PONG\n'));
      expect(cli('ping')).not.toMatch(/NOAUTH/); // there is no answer without TLS
      expect(await signIn(join(ca, 'ca.crt'))).toBe('+OK\r\n');
      await expect(signIn(join(other, 'ca.crt'))).rejects.toThrow(/certificate/);
      await expect(signIn(join(ca, 'ca.crt'), 'another-srv')).rejects.toThrow(/another-srv/);
    } finally {
      redis.kill('SIGKILL');
    }
  });
});

/** Makes a CA, and the certificate of Redis with it where the container has them. */
function makeCertificate(folder: string): void {
  const script = join(INFRA, 'certificates.sh');
  expect(spawnSync('bash', [script, folder]).status).toBe(0);
  for (const ending of ['crt', 'key'])
    copyFileSync(join(folder, `expiration-redis.${ending}`), join(dir, `tls.${ending}`));
}

/** Signs in with the settings of the worker. @returns the answer of Redis. */
function signIn(caFile: string, host = 'expiration-redis-srv'): Promise<string> {
  const { tls } = redisOf({
    REDIS_HOST: host,
    REDIS_PORT: Number(port),
    REDIS_USERNAME: 'expiration',
    REDIS_PASSWORD: PASSWORD,
    REDIS_CA_FILE: caFile,
  } as Parameters<typeof redisOf>[0]);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), ...tls });
    socket.once('error', reject);
    socket.once('secureConnect', () => socket.write(`AUTH expiration ${PASSWORD}\r\n`));
    socket.once('data', (chunk: Buffer) => {
      socket.destroy();
      resolve(chunk.toString());
    });
  });
}
