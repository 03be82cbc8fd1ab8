import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import type { Server } from './server.js';

export interface Command extends Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'> {
  file: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
}

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;
/** A look costs this process some CPU, and so does the start of the server that it looks at. */
const LOOK_EVERY_MS = 100;
/** The port may open just after the line that announces it. */
const AFTER_OUTPUT_MS = 5;
const KEPT_OUTPUT = 4_000;
const OUTPUT_LIMIT_MS = 500;

/** Owns one child process that listens on a port. A subclass says with which command. */
export abstract class ChildServer implements Server {
  abstract readonly name: string;
  onSpawn?: Server['onSpawn'];
  onOutput?: Server['onOutput'];
  protected readonly startLimitMs: number = START_LIMIT_MS;
  protected readonly stopLimitMs: number = STOP_LIMIT_MS;
  private child: ChildProcess | undefined;
  private output = '';
  private heard = (): void => undefined;
  private stopping: Promise<void> | undefined;
  private assignedPort: number | undefined;

  constructor(port?: number) {
    this.assignedPort = port;
  }

  /** The command that makes the server listen on `port` of 127.0.0.1. */
  protected abstract command(port: number): Command;

  /**
   * Called repeatedly during the start until it resolves to true. A subclass overrides it when an open port
   * does not mean that its server is ready.
   */
  protected ready(port: number): Promise<boolean> {
    return accepts(port);
  }

  /** Called with the process id at every start, before the server is ready. */
  protected spawned(pid: number): void {
    this.onSpawn?.(pid);
  }

  get port(): number {
    if (this.assignedPort === undefined) throw new Error(`${this.name} has no port before one is chosen`);
    return this.assignedPort;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async choosePort(): Promise<void> {
    if (this.assignedPort !== undefined) return;
    const port = await freePort();
    this.assignedPort ??= port; // another call may have chosen one in between
  }

  async start(): Promise<void> {
    if (this.child) return;
    // without a wait when it is chosen: between the look at the child and its start nothing else may happen
    if (this.assignedPort === undefined) await this.choosePort();
    const { port } = this;
    const { file, args, env = process.env, ...where } = this.command(port);
    const child = spawn(file, args, { ...where, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.output = '';
    if (child.pid !== undefined) this.spawned(child.pid);
    const keep = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-KEPT_OUTPUT);
      this.heard();
      this.onOutput?.(chunk, stream);
    };
    child.stdout.on('data', keep('stdout'));
    child.stderr.on('data', keep('stderr'));
    const ended = new Promise<never>((_, reject) => {
      child.once('error', (error) => {
        if (child.pid === undefined) this.child = undefined;
        reject(new Error(`${this.name} could not be started: ${error.message}`));
      });
      child.once('exit', (code, signal) => {
        this.child = undefined;
        // the last output, which has the reason, may arrive after the exit
        void outputEnds(child).then(() =>
          reject(
            new Error(
              `${this.name} ended (${signal ?? `exit code ${code}`}) and said: ${this.output.trim()}`,
            ),
          ),
        );
      });
    });
    ended.catch(() => undefined); // after the start nobody waits for this promise
    const settled = new AbortController();
    try {
      await Promise.race([this.answers(port, settled.signal), ended]);
    } catch (error) {
      await this.kill();
      throw error;
    } finally {
      settled.abort();
    }
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.end('SIGTERM').finally(() => (this.stopping = undefined)));
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), this.stopLimitMs);
    await exited;
    clearTimeout(force);
  }

  private async answers(port: number, signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + this.startLimitMs;
    while (!signal.aborted && !(await this.ready(port))) {
      if (Date.now() > deadline)
        throw new Error(`${this.name} was not ready on port ${port} within ${this.startLimitMs / 1000} s`);
      await this.untilWorthALook();
    }
  }

  /** A server often prints something when it is ready, so its output is a reason to look. It may print nothing, too. */
  private untilWorthALook(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.heard = () => {
        this.heard = () => undefined;
        clearTimeout(timer);
        setTimeout(resolve, AFTER_OUTPUT_MS);
      };
    });
  }
}

/** Resolves when all output has been read. A child of the child may keep it open, so the wait has a limit. */
async function outputEnds(child: ChildProcess): Promise<void> {
  await Promise.race([once(child, 'close'), sleep(OUTPUT_LIMIT_MS, undefined, { ref: false })]);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
