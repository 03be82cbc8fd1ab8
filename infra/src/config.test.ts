import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INFRA } from './model/render';
import { FakeMongo } from './testing/mongosh';

const PODS = ['orders-mongo-0', 'orders-mongo-1', 'orders-mongo-2'];
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'ticketing-infra-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('mongo-set-up.js', () => {
  const USERS = [
    ['admin', 'admin', 'root'],
    ['orders', 'orders', 'readWrite'],
    ['backup', 'admin', 'backup'],
  ];
  const usersOf = (set: FakeMongo) => set.users.map((user) => [user.user, user.in, user.roles.join()]);

  it.each(PODS)('starts the set once and makes the users once when %s is primary', (primary) => {
    const set = new FakeMongo('orders-mongo', true);
    const rounds = () => PODS.toReversed().map((pod) => set.run(pod));
    expect(rounds()).toEqual([false, false, false]);
    expect(set.members?.map(({ host }) => host)).toEqual(PODS.map((pod) => `${pod}.orders-mongo-srv:27017`));
    expect(rounds()).toEqual([false, false, false]); // without a primary nobody can make users
    expect(set.users).toEqual([]);
    set.primary = primary;
    for (let round = 0; round < 3; round++) rounds();
    expect(rounds()).toEqual([true, true, true]);
    expect(usersOf(set)).toEqual(USERS);
    expect(set.users[1]!.pwd).toBe('secret of /setup/service-password');
  });

  it('goes on where an earlier primary stopped', () => {
    const set = new FakeMongo('orders-mongo', true);
    set.run(PODS[0]!);
    set.primary = PODS[0];
    set.run(PODS[0]!);
    expect(set.users).toHaveLength(1);
    set.primary = PODS[2];
    expect(PODS.map((pod) => set.run(pod))).toEqual([false, false, true]);
    expect(PODS.map((pod) => set.run(pod))).toEqual([true, true, true]);
    expect(usersOf(set)).toEqual(USERS);
  });

  it('turns a database that has users already into a replica set', () => {
    const alone = new FakeMongo('orders-mongo', false);
    for (let round = 0; round < 3; round++) alone.run('orders-mongo-0');
    const set = new FakeMongo('orders-mongo', true, alone.users);
    expect(set.run(PODS[0]!)).toBe(false);
    expect(set.members).toHaveLength(3);
    set.primary = PODS[0];
    set.run(PODS[0]!);
    expect(PODS.map((pod) => set.run(pod))).toEqual([true, true, true]);
    expect(usersOf(set)).toEqual(USERS);
  });

  it('makes the users of a database without a replica set, but none for backups', () => {
    const mongo = new FakeMongo('orders-mongo', false);
    expect([1, 2, 3].map(() => mongo.run('orders-mongo-0'))).toEqual([false, true, true]);
    expect(mongo.members).toBeUndefined();
    expect(usersOf(mongo)).toEqual(USERS.slice(0, 2));
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('backup.sh is not tested: openssl is not on the PATH');

(hasOpenssl ? describe : describe.skip)('backup.sh', () => {
  const secret = 'a "quoted" \\ password';
  const data = randomBytes(10_000);
  let keys: string;
  beforeAll(() => (keys = makeKeys()));
  afterAll(() => rmSync(keys, { recursive: true, force: true }));

  /** Makes a key and its certificate as README.md tells the operator, but with a key that is made faster. */
  function makeKeys(): string {
    const folder = mkdtempSync(join(tmpdir(), 'ticketing-keys-'));
    const args = ['-newkey', 'rsa:2048', '-subj', '/CN=test', '-noenc', '-out', join(folder, 'certificate')];
    const made = spawnSync('openssl', ['req', '-x509', ...args, '-keyout', join(folder, 'private-key')]);
    expect(made.status).toBe(0);
    return folder;
  }

  /** Runs the script with stand-ins for mongodump and mongorestore that note their arguments, and with small pieces. */
  function run(env: Record<string, string>, { dump = `cat ${dir}/data`, key = keys } = {}) {
    const script = readFileSync(join(INFRA, 'k8s-prod/config/backup.sh'), 'utf8')
      .replaceAll('/tmp/', `${dir}/`) // first, because the other folders are in /tmp
      .replaceAll('/backups', dir)
      .replaceAll('/secret/', `${dir}/`)
      .replaceAll('/recipient', keys)
      .replaceAll('/restore/', `${key}/`)
      .replace('--bytes=16M', '--bytes=4096');
    writeFileSync(join(dir, 'data'), data);
    for (const [name, more] of [
      ['mongodump', dump],
      ['mongorestore', `cat >${dir}/restored`],
    ] as const) {
      writeFileSync(join(dir, name), `#!/bin/bash\nprintf '%s\\n' "$0" "$@" >${dir}/told\n${more}\n`);
      chmodSync(join(dir, name), 0o755);
    }
    writeFileSync(join(dir, 'backup-password'), secret);
    writeFileSync(join(dir, 'admin-password'), `${secret} of the admin`);
    const { status } = spawnSync('bash', ['-c', script], {
      env: { PATH: `${dir}:${process.env.PATH}`, ...env },
    });
    return { status, told: readFileSync(join(dir, 'told'), 'utf8').split('\n') };
  }
  const dumps = () => readdirSync(dir).filter((name) => name.includes('.dump'));
  const piecesOf = (dump: string) => readdirSync(join(dir, dump)).sort();
  const restored = () => readFileSync(join(dir, 'restored'));

  it('names a dump by its time, and deletes dumps older than 14 days', () => {
    const [old, plain] = ['2020-01-01T0000Z.dump', '2020-01-02T0000Z.archive.gz'].map((name) =>
      join(dir, name),
    );
    mkdirSync(old!);
    writeFileSync(join(old!, '000000.cms'), '');
    writeFileSync(plain!, '');
    for (const path of [old!, plain!]) utimesSync(path, 1, 1);
    const { status, told } = run({ DATABASE: 'orders' });
    expect(status).toBe(0);
    expect(dumps()).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d{4}Z\.oplog\.dump$/)]);
    expect(dumps()[0]).not.toMatch(/^2020-/);
    expect(readdirSync(dir)).not.toContain('2020-01-02T0000Z.archive.gz');
    expect(told.join()).toMatch(/mongodb:\/\/backup@.*replicaSet=orders-mongo&authSource=admin/);
    expect(told).toEqual(expect.arrayContaining(['--ssl', '--sslCAFile=/certificates/ca.crt']));
  });

  it('dumps the whole instance with its oplog, so that the dump is of one instant', () => {
    const { told } = run({ DATABASE: 'orders' });
    expect(told).toContain('--oplog');
    // mongodump refuses an oplog together with these
    expect(told.filter((word) => /^--(db|collection|query|nsInclude|nsExclude)\b/.test(word))).toEqual([]);
  });

  it('replays the oplog of a dump as the admin, and filters nothing', () => {
    run({ DATABASE: 'orders' });
    const { told } = run({ DATABASE: 'orders', RESTORE_FILE: dumps()[0]! });
    expect(told).toContain('--oplogReplay');
    expect(told.join()).toContain('mongodb://admin@');
    expect(readFileSync(join(dir, 'config'), 'utf8')).toContain('of the admin');
    // mongorestore refuses a replay together with these
    expect(told.filter((word) => /^--(db|collection|nsInclude|nsExclude)\b/.test(word))).toEqual([]);
  });

  it('restores a dump of an earlier version, which has one database and no oplog', () => {
    run({ DATABASE: 'orders' });
    const old = dumps()[0]!.replace('.oplog', '');
    renameSync(join(dir, dumps()[0]!), join(dir, old));
    const { status, told } = run({ DATABASE: 'orders', RESTORE_FILE: old });
    expect(status).toBe(0);
    expect(told).toContain('--nsInclude=orders.*');
    expect(told).not.toContain('--oplogReplay');
  });

  it('keeps the password off the command line', () => {
    const { told } = run({ DATABASE: 'orders' });
    expect(told.join()).not.toContain('quoted');
    expect(readFileSync(join(dir, 'config'), 'utf8')).toContain('password:');
  });

  it('encrypts a dump in pieces, and restores it with the private key', () => {
    run({ DATABASE: 'orders' });
    const [dump] = dumps();
    expect(piecesOf(dump!)).toEqual(['000000.cms', '000001.cms', '000002.cms']);
    for (const piece of piecesOf(dump!)) {
      const bytes = readFileSync(join(dir, dump!, piece));
      for (let at = 0; at + 64 <= data.length; at += 64)
        expect(bytes.includes(data.subarray(at, at + 64))).toBe(false);
    }
    const { status, told } = run({ DATABASE: 'orders', RESTORE_FILE: dump! });
    expect(status).toBe(0);
    expect(told[0]).toMatch(/mongorestore$/);
    expect(told).toEqual(expect.arrayContaining(['--drop', '--archive']));
    expect(restored().equals(data)).toBe(true);
  });

  it('restores nothing with another key, and says so', () => {
    run({ DATABASE: 'orders' });
    const other = makeKeys();
    const { status } = run({ DATABASE: 'orders', RESTORE_FILE: dumps()[0]! }, { key: other });
    rmSync(other, { recursive: true });
    expect(status).not.toBe(0);
    expect(restored()).toHaveLength(0);
  });

  it('notices a piece that was changed', () => {
    run({ DATABASE: 'orders' });
    const piece = join(dir, dumps()[0]!, '000001.cms');
    const bytes = readFileSync(piece);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(piece, bytes);
    expect(run({ DATABASE: 'orders', RESTORE_FILE: dumps()[0]! }).status).not.toBe(0);
    expect(restored().equals(data.subarray(0, 4096))).toBe(true);
  });

  it('fails without a finished dump when mongodump fails', () => {
    expect(run({ DATABASE: 'orders' }, { dump: 'echo half; exit 1' }).status).toBe(1);
    expect(dumps()).toEqual([expect.stringMatching(/\.part$/)]);
  });

  it('fails without a finished dump when it cannot encrypt', () => {
    const certificate = readFileSync(join(keys, 'certificate'));
    writeFileSync(join(keys, 'certificate'), 'no certificate');
    expect(run({ DATABASE: 'orders' }).status).not.toBe(0);
    writeFileSync(join(keys, 'certificate'), certificate);
    expect(dumps()).toEqual([expect.stringMatching(/\.part$/)]);
  });
});

describe('mongo-set-up.sh', () => {
  /** Runs the script until it has slept, with stand-ins for mongosh and sleep. */
  function run(mongosh: string) {
    const script = readFileSync(join(INFRA, 'k8s/config/mongo-set-up.sh'), 'utf8').replaceAll('/setup', dir);
    const programs = {
      mongosh: `echo mongosh >>${dir}.told; ${mongosh}`,
      sleep: `echo sleep $1 >>${dir}.told`,
    };
    const bin = mkdtempSync(join(tmpdir(), 'ticketing-bin-'));
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    spawnSync('bash', ['-c', script], { env: { PATH: `${bin}:${process.env.PATH}` } });
    const told = readFileSync(`${dir}.told`, 'utf8').trim().split('\n');
    for (const path of [bin, `${dir}.told`]) rmSync(path, { recursive: true });
    return told;
  }
  const givePasswords = () => {
    for (const name of ['admin', 'service', 'backup']) writeFileSync(join(dir, `${name}-password`), 'x');
  };

  it('deletes the passwords when the users exist, and not before', () => {
    givePasswords();
    const told = run(
      `[ -e ${dir}/tried ] && ls ${dir}/*-password >/dev/null || { touch ${dir}/tried; exit 1; }`,
    );
    expect(told).toEqual(['mongosh', 'sleep 5', 'mongosh', 'sleep infinity']);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('has nothing to do when its container was restarted after that', () => {
    expect(run('exit 1')).toEqual(['sleep infinity']);
  });
});
