import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ChildServer, type Command, Guard } from '@ticketing/processes';
import { MONGODB_VERSION } from './mongodb-version.js';
import type * as MongoUsers from './mongo-users.js';
import type { MongoUser } from './mongo-users.js';

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
  /** The caller sees to it that the mongod ends when this process dies. `onSpawn` tells of each process. */
  guarded?: boolean;
}

const STAND_IN = resolve(__dirname, '../bin/mongod');
const LAUNCH_LIMIT_MS = 60_000;

/**
 * Runs a mongod in a process of its own. It is the stand-in, unless `TICKETING_MONGOD` is `download` or the path of a real
 * mongod. The mongod ends when this process dies, in whatever way.
 */
export class MongoServer extends ChildServer {
  readonly name: string;
  protected override readonly startLimitMs = LAUNCH_LIMIT_MS;
  private temporaryFolder: string | undefined;
  private program: Pick<Command, 'file' | 'args'> | undefined;
  private auth = false;
  private guard: Guard | undefined;
  private starting: Promise<void> | undefined;

  constructor(private readonly options: MongoServerOptions = {}) {
    super(options.port);
    this.name = options.name ?? 'mongodb';
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

  override start(): Promise<void> {
    return (this.starting ??= this.launch().finally(() => (this.starting = undefined)));
  }

  override async stop(): Promise<void> {
    await this.starting?.catch(() => undefined);
    await super.stop();
    await this.endGuard();
    if (this.temporaryFolder !== undefined) await rm(this.temporaryFolder, { recursive: true, force: true });
    this.temporaryFolder = undefined;
  }

  override async kill(): Promise<void> {
    await super.kill();
    await this.endGuard();
  }

  protected override command(port: number): Command {
    const { file, args } = this.program!;
    const own = ['--port', String(port), '--dbpath', this.folder, '--bind_ip', '127.0.0.1'];
    const access = this.auth ? '--auth' : '--noauth';
    return { file, args: [...args, ...own, access, ...(this.options.args ?? [])] };
  }

  protected override spawned(pid: number): void {
    super.spawned(pid);
    if (this.options.guarded) return;
    this.guard ??= new Guard();
    this.guard.watch([pid]);
  }

  private get folder(): string {
    const { dbPath } = this.options;
    if (dbPath !== undefined) return resolve(dbPath);
    return (this.temporaryFolder ??= mkdtempSync(join(tmpdir(), 'ticketing-mongo-')));
  }

  private async launch(): Promise<void> {
    if (this.pid !== undefined) return;
    this.program = await chosenProgram();
    await mkdir(this.folder, { recursive: true });
    const { users } = this.options;
    if (!users) return this.run(false);
    try {
      if ((await readdir(this.folder)).length > 0) {
        await this.run(true);
        const { makeUsers } = loadMongoUsers();
        if (await makeUsers(this.uri(''), users)) return;
      }
      // The data have no users or other passwords: MongoDB's way back is a start without --auth
      await this.run(false);
      const { renewUsers } = loadMongoUsers();
      await renewUsers(this.uri(''), users);
      await this.run(true);
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Starts the program. Ends the one that ran before. */
  private async run(auth: boolean): Promise<void> {
    await super.stop();
    this.auth = auth;
    await super.start();
  }

  private async endGuard(): Promise<void> {
    const { guard } = this;
    this.guard = undefined;
    await guard?.release();
  }
}

/** The driver takes a quarter of a second to load. Until it is needed, other servers start. */
function loadMongoUsers(): typeof MongoUsers {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest cannot `import()`
  return require('./mongo-users.js') as typeof MongoUsers;
}

/** mongodb-memory-server is loaded only to download a mongod. It takes time and memory. */
async function chosenProgram(): Promise<Pick<Command, 'file' | 'args'>> {
  const choice = process.env.TICKETING_MONGOD;
  if (choice === undefined || choice === '') return { file: process.execPath, args: [STAND_IN] };
  if (choice !== 'download') return { file: choice, args: [] };
  const { MongoBinary } = await import('mongodb-memory-server-core');
  return { file: await MongoBinary.getPath({ version: MONGODB_VERSION }), args: [] };
}
