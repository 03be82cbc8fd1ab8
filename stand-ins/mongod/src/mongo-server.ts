import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MongoMemoryServer } from 'mongodb-memory-server-core';
import { freePort, type Server } from '@ticketing/processes';
import { MONGODB_VERSION } from './mongodb-version.js';
import { makeUsers, type MongoUser, renewUsers } from './mongo-users.js';

export interface MongoServerOptions {
  /** The folder of the data. Without it the data are in a temporary folder, which `stop` removes. */
  dbPath?: string;
  port?: number;
  name?: string;
  /**
   * The users. `start` makes those that are missing, in data of earlier runs too. The first one may do everything.
   * Without users, everybody who can connect may do everything.
   */
  users?: readonly [MongoUser, ...MongoUser[]];
  /** More flags for mongod. */
  args?: string[];
  /** The caller sees to it that the mongod ends when this process dies. It then needs no killer process, which takes 40 MB. */
  guarded?: boolean;
}

const STAND_IN = resolve(__dirname, '../bin/mongod');
const LAUNCH_LIMIT_MS = 60_000;

/**
 * Runs a mongod through mongodb-memory-server. It is the stand-in, unless `TICKETING_MONGOD` is `download` or
 * the path of a real mongod. When this process dies, in whatever way, the killer process of
 * mongodb-memory-server ends the mongod, unless it is `guarded`.
 */
export class MongoServer implements Server {
  readonly name: string;
  private readonly options: MongoServerOptions;
  private assignedPort: number | undefined;
  private temporaryFolder: string | undefined;
  private server: MongoMemoryServer | undefined;
  private starting: Promise<void> | undefined;
  private stopping: Promise<void> | undefined;

  constructor(options: MongoServerOptions = {}) {
    this.options = options;
    this.name = options.name ?? 'mongodb';
    this.assignedPort = options.port;
  }

  get port(): number {
    if (this.assignedPort === undefined) throw new Error(`${this.name} has no port before it is started`);
    return this.assignedPort;
  }

  get pid(): number | undefined {
    const child = this.child;
    return child && child.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  /**
   * Returns the connection string of a database. `port` is another port that leads to this server, such as
   * the port of a proxy.
   */
  uri(db: string, port = this.port): string {
    return `mongodb://127.0.0.1:${port}/${db}`;
  }

  /** Returns the connection string of a database with the login of a user. */
  uriFor(name: string, db: string, port = this.port): string {
    const user = this.options.users?.find((each) => each.user === name);
    if (!user) throw new Error(`${this.name} has no user ${name}`);
    const login = `${encodeURIComponent(name)}:${encodeURIComponent(user.password)}`;
    return this.uri(db, port).replace('//', `//${login}@`) + `?authSource=${user.db ?? 'admin'}`;
  }

  start(): Promise<void> {
    if (this.pid !== undefined) return this.starting ?? Promise.resolve();
    return (this.starting ??= this.launch().finally(() => (this.starting = undefined)));
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.end().finally(() => (this.stopping = undefined)));
  }

  async kill(): Promise<void> {
    const { child, server } = this;
    if (child && this.pid !== undefined) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    // This ends the killer process, which has nothing left to watch
    await server?.stop({ doCleanup: false });
    this.server = undefined;
  }

  private get child() {
    return this.server?.instanceInfo?.instance.mongodProcess;
  }

  private async launch(): Promise<void> {
    const { users } = this.options;
    await this.run(users !== undefined);
    if (!users) return;
    try {
      if (await makeUsers(this.uri(''), users)) return;
      // The data have no users or other passwords: MongoDB's way back is a start without --auth
      await this.run(false);
      await renewUsers(this.uri(''), users);
      await this.run(true);
    } catch (error) {
      await this.server?.stop({ doCleanup: false });
      this.server = undefined;
      throw error;
    }
  }

  /** Starts the program. Ends the one that ran before, or cleans up after one that ended by itself. */
  private async run(auth: boolean): Promise<void> {
    await this.server?.stop({ doCleanup: false });
    const dbPath = await this.folder();
    const port = (this.assignedPort ??= await freePort());
    const [admin] = this.options.users ?? [];
    const server = new MongoMemoryServer({
      instance: {
        dbPath,
        port,
        ip: '127.0.0.1',
        storageEngine: 'wiredTiger',
        launchTimeout: LAUNCH_LIMIT_MS,
        args: this.options.args ?? [],
      },
      // in an empty folder it makes the first user
      ...(auth &&
        admin && { auth: { enable: true, customRootName: admin.user, customRootPwd: admin.password } }),
      binary: binary(),
    });
    this.server = server;
    try {
      await server.start(true); // `true`: on this port and no other
      if (this.options.guarded) endKiller(server);
    } catch (error) {
      await server.stop({ doCleanup: false });
      this.server = undefined;
      throw new Error(`${this.name} could not be started on port ${port}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  private async folder(): Promise<string> {
    const { dbPath } = this.options;
    if (dbPath === undefined)
      return (this.temporaryFolder ??= await mkdtemp(join(tmpdir(), 'ticketing-mongo-')));
    await mkdir(dbPath, { recursive: true });
    return resolve(dbPath);
  }

  private async end(): Promise<void> {
    await this.starting?.catch(() => undefined);
    await this.server?.stop({ doCleanup: false });
    this.server = undefined;
    if (this.temporaryFolder !== undefined) await rm(this.temporaryFolder, { recursive: true, force: true });
    this.temporaryFolder = undefined;
  }
}

/** The library always starts a killer process, so it is ended again. */
function endKiller(server: MongoMemoryServer): void {
  const instance = server.instanceInfo?.instance;
  instance?.killerProcess?.kill('SIGKILL');
  delete instance?.killerProcess;
}

/** Tells mongodb-memory-server which program to start. It looks for one itself only with `download`. */
function binary(): { systemBinary?: string; version?: string } {
  const choice = process.env.TICKETING_MONGOD;
  if (choice === 'download') return { version: MONGODB_VERSION };
  // Without this it would run the program once more, to compare its version with the version to download
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK ??= 'false';
  return { systemBinary: choice === undefined || choice === '' ? STAND_IN : choice };
}
