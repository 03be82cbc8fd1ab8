import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildServer, type Command, findOnPath, type Server } from '@ticketing/processes';
import { REDIS_RULES, redisUser, TIMERS } from '@ticketing/system';

export const REDIS_MISSING =
  'redis-server is not installed: run `apt-get install redis-server` (Debian, Ubuntu) or `brew install redis` (macOS), ' +
  'or set REDIS_HOST and REDIS_PORT to the address of a running Redis';

const PING_LIMIT_MS = 3_000;
const ABOUT_FILES =
  /\bAOF\b|append[- ]?only|appenddir|\bRDB\b|\.rdb|chdir|manifest|permission denied|no space left/i;

export interface RedisServerOptions {
  port?: number;
  /** The directory of its append-only file. Without it, the data are lost when the server stops. */
  dir?: string;
  name?: string;
  /** The password of each user. Without them, everybody who can connect may do everything. */
  passwords?: RedisPasswords;
}

export interface RedisPasswords {
  /** The owner of the timers, who may touch them alone. */
  expiration: string;
  /** May do everything. Tests and people use it. */
  admin: string;
}

/** Signs in to Redis. */
export interface RedisLogin {
  username: string;
  password: string;
}

/**
 * A real `redis-server`, set up as Bull needs it: no job may be evicted, and no crash of the process may lose
 * one.
 */
export class RedisServer extends ChildServer {
  readonly name: string;
  readonly host = '127.0.0.1';
  private readonly dir: string | undefined;
  private readonly passwords: RedisPasswords | undefined;
  private temporaryDir: string | undefined;

  constructor({ port, dir, name = 'redis', passwords }: RedisServerOptions = {}) {
    super(port);
    this.name = name;
    this.dir = dir;
    this.passwords = passwords;
  }

  /** How the worker signs in. */
  get login(): RedisLogin | undefined {
    return this.passwords && { username: TIMERS.owner, password: this.passwords.expiration };
  }

  /** How tests and people sign in. */
  get adminLogin(): RedisLogin | undefined {
    return this.passwords && { username: 'admin', password: this.passwords.admin };
  }

  protected command(port: number): Command {
    const file = findOnPath('redis-server');
    if (!file) throw new Error(REDIS_MISSING);
    const dir = this.dir ?? (this.temporaryDir ??= mkdtempSync(join(tmpdir(), 'redis-')));
    mkdirSync(dir, { recursive: true });
    const settings = {
      port: String(port),
      bind: this.host,
      dir,
      appendonly: 'yes',
      save: '',
      'maxmemory-policy': 'noeviction',
      daemonize: 'no',
      ...(this.passwords && { aclfile: writeUsers(dir, this.passwords) }),
    };
    return { file, args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]) };
  }

  override async start(): Promise<void> {
    await super.start().catch((error: Error) => {
      throw new Error(this.explain(error.message), { cause: error });
    });
  }

  /** Says what to do when Redis cannot use its files. It says so only in its log, in several lines. */
  private explain(message: string): string {
    const dir = this.dir ?? this.temporaryDir;
    const [, printed = ''] = message.split(' and said: ');
    const reason = reasonIn(printed);
    if (dir === undefined || !ABOUT_FILES.test(reason)) return message;
    return (
      `${this.name} cannot use its data in ${dir}: ${reason}. Start the redis-server that wrote them, or repair them with ` +
      `\`redis-check-aof --fix ${join(dir, 'appendonlydir/appendonly.aof.manifest')}\`, or delete ${dir}. ` +
      'Timers that are lost do no harm: the orders service ends reservations without them'
    );
  }

  /** An open port is not enough: while Redis reads its file, it answers each command with LOADING. */
  protected override ready(port: number): Promise<boolean> {
    return ping(this.host, port, this.login).then(
      () => true,
      () => false,
    );
  }

  override async stop(): Promise<void> {
    await super.stop();
    if (this.temporaryDir) await rm(this.temporaryDir, { recursive: true, force: true });
    this.temporaryDir = undefined;
  }
}

/**
 * A Redis that another program runs. It is neither started nor stopped here; `start` only checks that it
 * answers.
 */
export class RunningRedis implements Server {
  readonly name = 'redis';
  readonly pid = undefined;

  constructor(
    readonly host: string,
    readonly port: number,
    readonly login?: RedisLogin,
  ) {}

  /** Nobody but its owner knows another one. */
  get adminLogin(): RedisLogin | undefined {
    return this.login;
  }

  async start(): Promise<void> {
    await ping(this.host, this.port, this.login).catch((error: Error) => {
      throw new Error(
        `no Redis answers at ${this.host}:${this.port}, which REDIS_HOST and REDIS_PORT name: ${error.message}`,
      );
    });
  }

  async choosePort(): Promise<void> {}
  async stop(): Promise<void> {}
  async kill(): Promise<void> {}
}

/** The words of redis-server in its last lines: those that it marks as warnings, without their time. */
function reasonIn(printed: string): string {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  const warnings = lines.flatMap(
    (line) => /^\d+:\S+ .*? # (?!WARNING|Server initialized)(.*)$/.exec(line)?.[1] ?? [],
  );
  return warnings.slice(-3).join('; ') || (lines.at(-1) ?? '').trim();
}

/** A password as the file of users may have it, so that it may be any text. */
const hash = (password: string) => `#${createHash('sha256').update(password).digest('hex')}`;

/** @returns the path of the file that says who may do what. */
function writeUsers(dir: string, passwords: RedisPasswords): string {
  const file = join(dir, 'users.acl');
  const users = [
    redisUser('default', REDIS_RULES.default),
    redisUser('probe', REDIS_RULES.probe),
    redisUser(TIMERS.owner, REDIS_RULES[TIMERS.owner], hash(passwords.expiration)),
    redisUser('admin', 'on ~* &* +@all', hash(passwords.admin)),
  ];
  writeFileSync(file, users.map((user) => `${user}\n`).join(''), { mode: 0o600 });
  return file;
}

/** Resolves when Redis serves commands. Rejects while it loads its file, and when it wants another login. */
function ping(host: string, port: number, login?: RedisLogin): Promise<void> {
  const commands = [...(login ? [['AUTH', login.username, login.password]] : []), ['PING']];
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    socket.setTimeout(PING_LIMIT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.once('error', reject);
    socket.once('connect', () => socket.write(commands.map(encode).join('')));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      const refusal = /^-.*/m.exec(answer);
      if (!refusal && !answer.endsWith('+PONG\r\n')) return;
      socket.destroy();
      if (refusal) reject(new Error(refusal[0].trim()));
      else resolve();
    });
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

/** A command in the protocol of Redis (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
function encode(words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
