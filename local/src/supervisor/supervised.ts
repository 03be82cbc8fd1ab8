import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '@ticketing/processes';
import { isAlive } from './alive.js';

const FIRST_DELAY_MS = 250;
/** After this time the start counts as successful, and the next crash counts as the first. */
const RAN_WELL_MS = 30_000;
const STOP_AGAIN_MS = 50;

/**
 * `running`: the process is ready. `starting`: it is wanted and not ready yet. `stopping`: it is not wanted any more and still
 * there. `elsewhere`: another program runs the server.
 */
export type ProcessState = 'running' | 'starting' | 'stopping' | 'stopped' | 'elsewhere';

export interface Supervision {
  say: (line: string) => void;
  /** Is called when a process began or ended. */
  changed: () => void;
  longestRestartDelayMs: number;
  /** Makes one line of the error of a start. */
  explain: (error: Error) => string;
}

/**
 * One server under supervision. While it is wanted, each crash is followed by a start, after a longer delay
 * each time.
 */
export class Supervised {
  /** The pid of the running process. Undefined while the server is down, or when another program runs it. */
  private runningPid: number | undefined;
  private wanted = false;
  /** Whether the latest start has succeeded, and the server has not ended since then. */
  private launched = false;
  private restartCount = 0;
  private failures = 0;
  private startedAt = 0;
  private launching = Promise.resolve();
  private recovery = { abort: new AbortController(), done: Promise.resolve() };

  constructor(
    readonly server: Server,
    private readonly events: Supervision,
  ) {
    server.onSpawn = () => events.changed();
  }

  get name(): string {
    return this.server.name;
  }

  get port(): number {
    return this.server.port;
  }

  get pid(): number | undefined {
    const { pid } = this.server;
    return pid !== undefined && isAlive(pid) ? pid : undefined;
  }

  /** True when the server was ready and its process still lives. */
  get isUp(): boolean {
    return this.runningPid !== undefined && this.pid === this.runningPid;
  }

  get state(): ProcessState {
    if (!this.wanted) return this.pid === undefined ? 'stopped' : 'stopping';
    if (this.isUp) return 'running';
    return this.launched && this.runningPid === undefined ? 'elsewhere' : 'starting';
  }

  /** How often the server was started again because its process had ended. */
  get restarts(): number {
    return this.restartCount;
  }

  /** When the server was last ready, in ms since 1970. Undefined while it is down. */
  get upSince(): number | undefined {
    return this.isUp ? this.startedAt : undefined;
  }

  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    this.failures = 0;
    try {
      await this.launch();
    } catch (error) {
      this.wanted = false;
      throw error;
    }
  }

  /** Ends the server. It stays down until it is started again. */
  async stop(): Promise<void> {
    await this.end(() => this.server.stop());
  }

  async forceStop(): Promise<void> {
    await this.end(() => this.server.kill());
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Sends a signal to the process. This is like a crash: the supervisor starts it again. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    const { pid } = this;
    if (pid !== undefined) process.kill(pid, signal);
  }

  /** The supervisor calls this often. It finds out whether the process has ended by itself. */
  check(): void {
    if (this.runningPid === undefined || isAlive(this.runningPid)) return;
    this.runningPid = undefined;
    this.launched = false;
    this.events.changed();
    const abort = new AbortController();
    this.recovery = { abort, done: this.recover(abort.signal) };
  }

  private async end(stop: () => Promise<void>): Promise<void> {
    this.wanted = false;
    this.runningPid = undefined;
    this.launched = false;
    this.recovery.abort.abort();
    const settled = Promise.allSettled([this.launching, this.recovery.done]).then(() => true);
    do
      await stop(); // repeated, because a start that is under way may spawn its process after a stop
    while (!(await Promise.race([settled, sleep(STOP_AGAIN_MS, false)])));
    await stop();
    this.events.changed();
  }

  private launch(): Promise<void> {
    return (this.launching = this.startServer());
  }

  private async startServer(): Promise<void> {
    await this.server.start();
    this.runningPid = this.server.pid;
    this.launched = true;
    this.startedAt = Date.now();
    this.events.changed();
  }

  private async recover(signal: AbortSignal): Promise<void> {
    if (Date.now() - this.startedAt > RAN_WELL_MS) this.failures = 0;
    let what = 'ended unexpectedly';
    while (this.wanted) {
      const delay = Math.min(FIRST_DELAY_MS * 2 ** this.failures++, this.events.longestRestartDelayMs);
      this.events.say(`${this.name} ${what}; starting it again in ${delay / 1000} s`);
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (!this.wanted) return;
      try {
        await this.server.kill(); // tells the server that its process has ended
        await this.launch();
        this.restartCount++;
        this.events.say(`${this.name} is running again`);
        return;
      } catch (error) {
        what = `did not start (${this.events.explain(error as Error)})`;
      }
    }
  }
}
