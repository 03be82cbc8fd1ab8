import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildServer, type Command, freePort } from '@ticketing/processes';
import type { User } from './broker/users.js';
import { streamingAnswers } from './streaming-answers.js';

export interface NatsStreamingServerOptions {
  port?: number;
  clusterId?: string;
  /** Messages and subscriptions are kept in this directory. Without it they last as long as the process. */
  dir?: string;
  /**
   * The users who may connect. The first one must be allowed everything: the real server signs in at itself as this user.
   * Without users, everybody who can connect may do everything.
   */
  users?: readonly User[];
  /** It tells over HTTP what it does, on one more port of 127.0.0.1. */
  monitored?: boolean;
  /** More flags of nats-streaming-server. They win over the flags that this class sets. */
  flags?: readonly string[];
}

const STAND_IN = join(__dirname, '../bin/nats-streaming-server');
/** With these the server notices within about 20 s that a client has died. The defaults would take minutes. */
const FAST_HEARTBEATS = ['-hbi', '5s', '-hbt', '2s', '-hbf', '3'];

/**
 * A NATS Streaming server in a process of its own: the stand-in, or the real server whose path is in
 * TICKETING_NATS_STREAMING.
 */
export class NatsStreamingServer extends ChildServer {
  readonly name = 'nats-streaming';
  readonly clusterId: string;
  private readonly dir: string | undefined;
  private readonly users: readonly User[];
  private readonly flags: readonly string[];
  private readonly monitored: boolean;
  private monitoringPort: number | undefined;
  private temporaryDir: string | undefined;

  constructor({
    port,
    clusterId = 'ticketing',
    dir,
    users = [],
    monitored = false,
    flags = [],
  }: NatsStreamingServerOptions = {}) {
    super(port);
    this.clusterId = clusterId;
    this.dir = dir;
    this.users = users;
    this.flags = flags;
    this.monitored = monitored;
  }

  /** Where a server that is monitored answers over HTTP. It is known when the ports have been chosen. */
  get monitoringUrl(): string | undefined {
    return this.monitoringPort === undefined ? undefined : `http://127.0.0.1:${this.monitoringPort}`;
  }

  override async choosePort(): Promise<void> {
    await super.choosePort();
    if (!this.monitored || this.monitoringPort !== undefined) return;
    const port = await freePort();
    this.monitoringPort ??= port; // another call may have chosen one in between
  }

  override async start(): Promise<void> {
    await this.choosePort();
    await super.start();
  }

  /** Where it can be reached. A server with users demands a login, too. */
  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Where a user can reach it, with the user's login. `port` may be that of a proxy. */
  urlFor(name: string, port = this.port): string {
    const user = this.users.find((each) => each.user === name);
    if (!user) throw new Error(`${this.name} has no user ${name}`);
    return `nats://${name}:${encodeURIComponent(user.password)}@127.0.0.1:${port}`;
  }

  protected override command(port: number): Command {
    const store = this.dir === undefined ? ['-st', 'MEMORY'] : ['-st', 'FILE', '-dir', this.dir];
    const listen = ['-a', '127.0.0.1', '-p', String(port), '-cid', this.clusterId];
    const monitor = this.monitoringPort === undefined ? [] : ['-m', String(this.monitoringPort)];
    const users = this.users.length > 0 ? ['-c', this.writeConfig()] : [];
    const args = [...listen, ...monitor, ...store, ...users, ...FAST_HEARTBEATS, ...this.flags];
    const real = process.env['TICKETING_NATS_STREAMING'];
    return real ? { file: real, args } : { file: process.execPath, args: [STAND_IN, ...args] };
  }

  /** The port of the real server opens before the server takes requests. So an open port does not count. */
  protected override ready(port: number): Promise<boolean> {
    return streamingAnswers({ port, clusterId: this.clusterId, user: this.users[0] });
  }

  override async stop(): Promise<void> {
    await super.stop();
    if (this.temporaryDir) await rm(this.temporaryDir, { recursive: true, force: true });
    this.temporaryDir = undefined;
  }

  /** A file with the passwords, so that they are not on the command line, which others can read. */
  private writeConfig(): string {
    const dir = this.dir ?? (this.temporaryDir ??= mkdtempSync(join(tmpdir(), 'nats-streaming-')));
    mkdirSync(dir, { recursive: true });
    const file = join(dir, 'server.conf');
    const [own] = this.users;
    const config = {
      streaming: { username: own?.user, password: own?.password },
      authorization: { users: this.users },
    };
    writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
    return file;
  }
}
