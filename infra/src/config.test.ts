import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, freePort } from '@ticketing/processes';
import { INFRA } from './model/render';
import { FakeReplicaSet } from './testing/mongosh';

const PODS = ['orders-mongo-0', 'orders-mongo-1', 'orders-mongo-2'];
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'ticketing-infra-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('replica-set.js', () => {
  const USERS = [
    ['admin', 'admin', 'root'],
    ['orders', 'orders', 'readWrite'],
    ['backup', 'admin', 'backup,restore'],
  ];
  const usersOf = (set: FakeReplicaSet) => set.users.map((user) => [user.user, user.in, user.roles.join()]);

  it.each(PODS)('starts the set once and makes the users once when %s is primary', (primary) => {
    const set = new FakeReplicaSet('orders-mongo');
    const rounds = () => PODS.toReversed().map((pod) => set.run(pod));
    expect(rounds()).toEqual([false, false, false]);
    expect(set.members?.map(({ host }) => host)).toEqual(PODS.map((pod) => `${pod}.orders-mongo-srv:27017`));
    expect(rounds()).toEqual([false, false, false]); // without a primary nobody can make users
    expect(set.users).toEqual([]);
    set.primary = primary;
    for (let round = 0; round < 3; round++) rounds();
    expect(rounds()).toEqual([true, true, true]);
    expect(usersOf(set)).toEqual(USERS);
    expect(set.users[1]!.pwd).toBe('secret of /secret/service-password');
  });

  it('goes on where an earlier primary stopped', () => {
    const set = new FakeReplicaSet('orders-mongo');
    set.run(PODS[0]!);
    set.primary = PODS[0];
    set.run(PODS[0]!);
    expect(set.users).toHaveLength(1);
    set.primary = PODS[2];
    expect(PODS.map((pod) => set.run(pod))).toEqual([false, false, true]);
    expect(PODS.map((pod) => set.run(pod))).toEqual([true, true, true]);
    expect(usersOf(set)).toEqual(USERS);
  });
});

describe('backup.sh', () => {
  const secret = 'a "quoted" \\ password';

  /** Runs the script with stand-ins for mongodump and mongorestore that note their arguments. */
  function run(env: Record<string, string>, dump = 'echo data >"$file"') {
    const script = readFileSync(join(INFRA, 'k8s-prod/config/backup.sh'), 'utf8')
      .replaceAll('/backups', dir)
      .replaceAll('/tmp/config', join(dir, 'config'))
      .replaceAll('/secret', dir);
    const body = (more: string) =>
      `#!/bin/bash\nprintf '%s\\n' "$0" "$@" >${dir}/told\nfor a; do case $a in --archive=*) file=\${a#--archive=};; esac; done\n${more}\n`;
    for (const [name, more] of [
      ['mongodump', dump],
      ['mongorestore', ':'],
    ] as const) {
      writeFileSync(join(dir, name), body(more));
      chmodSync(join(dir, name), 0o755);
    }
    writeFileSync(join(dir, 'backup-password'), secret);
    const { status } = spawnSync('bash', ['-c', script], {
      env: { PATH: `${dir}:${process.env.PATH}`, ...env },
    });
    return { status, told: readFileSync(join(dir, 'told'), 'utf8').split('\n') };
  }
  const dumps = () => readdirSync(dir).filter((name) => name.includes('.archive'));

  it('names a dump by its time, and deletes dumps older than 14 days', () => {
    const old = join(dir, '2020-01-01T0000Z.archive.gz');
    writeFileSync(old, '');
    utimesSync(old, 1, 1);
    const { status, told } = run({ DATABASE: 'orders' });
    expect(status).toBe(0);
    expect(dumps()).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d{4}Z\.archive\.gz$/)]);
    expect(dumps()[0]).not.toContain('2020');
    expect(told).toContain('--db=orders');
    expect(told.join()).toContain('replicaSet=orders-mongo&authSource=admin');
  });

  it('keeps the password off the command line', () => {
    const { told } = run({ DATABASE: 'orders' });
    expect(told.join()).not.toContain('quoted');
    expect(readFileSync(join(dir, 'config'), 'utf8')).toContain('password:');
  });

  it('fails without a finished dump when mongodump fails', () => {
    expect(run({ DATABASE: 'orders' }, 'echo half >"$file"; exit 1').status).toBe(1);
    expect(dumps()).toEqual([expect.stringMatching(/\.part$/)]);
  });

  it('restores the dump that RESTORE_FILE names', () => {
    const { told } = run({ DATABASE: 'orders', RESTORE_FILE: 'x.archive.gz' });
    expect(told[0]).toMatch(/mongorestore$/);
    expect(told).toEqual(
      expect.arrayContaining(['--drop', '--nsInclude=orders.*', `--archive=${dir}/x.archive.gz`]),
    );
  });
});

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) console.warn('redis.conf is not tested: redis-server is not on the PATH');

(hasRedis ? it : it.skip)('Redis accepts redis.conf and has its settings', async () => {
  const conf = join(dir, 'redis.conf');
  const text = readFileSync(join(INFRA, 'k8s/config/redis.conf'), 'utf8').replace('dir /data', `dir ${dir}`);
  writeFileSync(conf, text);
  const port = String(await freePort());
  const redis = spawn('redis-server', [conf, '--port', port, '--bind', '127.0.0.1'], { stdio: 'ignore' });
  const cli = (...args: string[]) =>
    spawnSync('redis-cli', ['-e', '-p', port, ...args], { encoding: 'utf8' });
  try {
    await eventually(() => expect(cli('ping').status).toBe(0));
    const value = (name: string) => cli('config', 'get', name).stdout.trim().split('\n')[1] ?? '';
    expect(value('appendonly')).toBe('yes');
    expect(value('maxmemory-policy')).toBe('noeviction');
    expect(value('maxmemory')).toBe(String(160 * 2 ** 20));
    expect(value('save')).toBe('');
  } finally {
    redis.kill('SIGKILL');
  }
});
