import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { Access } from '../auth/access.js';
import { Users } from '../auth/users.js';
import type { Parameters, Services } from '../commands/context.js';
import { Cursors } from '../commands/cursors.js';
import { run } from '../commands/run.js';
import { lock } from '../store/lock.js';
import { Store } from '../store/store.js';
import { removeExpired } from '../store/ttl.js';
import { log } from '../log.js';
import { Connection, type Dispatcher } from '../wire/connection.js';

export interface ServerOptions {
  port: number;
  dbpath: string;
  bindIp: readonly string[];
  /** Whether clients must sign in. */
  auth: boolean;
  parameters: Parameters;
  /** Called when a write to disk has failed. Memory and disk may then differ, so the process has to end. */
  failed: (error: Error) => void;
  shutdown: () => void;
}

const COMPACT_AT_BYTES = 32 << 20;
/**
 * As in mongod: an acknowledged write survives a crash of the process at once, and a crash of the machine
 * after this time.
 */
const SYNC_EVERY_MS = 100;
const HOUSEKEEPING_EVERY_MS = 1_000;

/** The whole server: the data of one folder and the sockets for its clients. */
export class MongodServer {
  private readonly folderLock;
  private readonly store: Store;
  private readonly cursors = new Cursors();
  private readonly connections = new Set<Connection>();
  private readonly listeners: NetServer[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private nextConnection = 1;

  constructor(private readonly options: ServerOptions) {
    this.folderLock = lock(options.dbpath);
    try {
      const { dbpath: folder, failed } = options;
      this.store = new Store({ folder, compactAtBytes: COMPACT_AT_BYTES, failed });
    } catch (error) {
      this.folderLock.release();
      throw error;
    }
  }

  /** Listens on every address. Rejects with the system's error when an address is taken. */
  async listen(): Promise<void> {
    const { bindIp, port } = this.options;
    const dispatcher = this.dispatcher();
    for (const host of bindIp) {
      const listener = createServer((socket) => this.accept(socket, dispatcher));
      this.listeners.push(listener);
      await new Promise<void>((resolve, reject) => {
        listener.once('error', reject);
        listener.listen(port, host, resolve);
      });
    }
    this.every(SYNC_EVERY_MS, () => this.store.journal.sync());
    this.every(HOUSEKEEPING_EVERY_MS, () => {
      this.store.compactIfWorthwhile();
      this.cursors.killIdle();
    });
    this.every(this.options.parameters.ttlMonitorSleepSecs * 1000, () => removeExpired(this.store));
  }

  /** Ends every connection and syncs all written data to disk. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const listener of this.listeners) listener.close();
    this.store.journal.flush(); // commands that have run are answered
    for (const connection of this.connections) connection.close();
    await this.store.close();
    this.folderLock.release();
  }

  private dispatcher(): Dispatcher {
    const services: Services = {
      store: this.store,
      cursors: this.cursors,
      access: new Access(new Users(this.store), this.options.auth),
      parameters: this.options.parameters,
      startedAt: new Date(),
      port: this.options.port,
      connections: () => this.connections.size,
      shutdown: this.options.shutdown,
    };
    return {
      run: (request, connection) => run(services, request, connection),
      whenDurable: (done, toDisk) => this.store.journal.whenWritten(done, toDisk),
    };
  }

  private accept(socket: Socket, dispatcher: Dispatcher): void {
    const connection = new Connection(socket, this.nextConnection++, dispatcher);
    this.connections.add(connection);
    socket.once('close', () => this.connections.delete(connection));
  }

  private every(milliseconds: number, run: () => void): void {
    const timer = setInterval(() => {
      try {
        run();
      } catch (error) {
        log('E', 'STORAGE', 'A background task failed', { error: String((error as Error).stack) });
      }
    }, milliseconds);
    this.timers.push(timer);
  }
}
