import { join, resolve } from 'node:path';
import { forgetData } from './data-dir.js';
import { type Keys, readKeys } from './keys.js';
import type { Interference } from './interference.js';
import { preflight } from './preflight.js';
import { freePort, Guard } from '@ticketing/processes';
import { readSettings, type Settings, withoutStripe } from './settings.js';
import { StateFile, type State } from './state.js';
import { ChildLogs } from './supervisor/child-logs.js';
import { Lock } from './supervisor/lock.js';
import { humanLine } from './supervisor/log-lines.js';
import type { Supervised } from './supervisor/supervised.js';
import { Supervisor } from './supervisor/supervisor.js';
import { UserError } from './supervisor/user-error.js';
import { topology as ticketing, type Topology } from './topology.js';

export interface SystemOptions extends Partial<Settings> {
  /** Deletes the data that earlier runs left in the data directory. */
  fresh?: boolean;
  /** Shows every line of every log. */
  verbose?: boolean;
  /** Gets the lines that tell of progress. They are dropped when this is not given. */
  say?: (line: string) => void;
  /** Aborting it gives up a start, or stops the system. */
  signal?: AbortSignal;
  /** Gets the system before it is ready, so that the caller can end it by force. */
  onCreated?: (system: System) => void;
  /** Makes other processes to run instead of the whole system. */
  topology?: (settings: Settings, keys: Keys) => Topology;
  /** Lets a test disturb the whole system. */
  interference?: Interference;
}

/** Starts everything and resolves when all of it is ready. Settings that are not given come from the environment. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const {
    say = () => undefined,
    fresh,
    verbose = false,
    signal,
    onCreated,
    interference,
    ...others
  } = options;
  const { topology = (...args) => ticketing(...args, interference), ...given } = others;
  const env = given.stripe === 'stand-in' ? withoutStripe(process.env) : process.env;
  const settings: Settings = { ...readSettings(env), ...defined(given) };
  settings.dataDir = resolve(settings.dataDir);
  const lock = await Lock.take(settings.dataDir);
  let system: System | undefined;
  try {
    await preflight(settings);
    if (fresh) forgetData(settings.dataDir);
    settings.port ||= await freePort();
    const parts = topology(settings, readKeys(settings.dataDir));
    system = new System(parts, settings, lock, say, verbose);
    onCreated?.(system);
    const stop = () => void system?.stop();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    await system.start();
    return system;
  } catch (error) {
    if (system) await system.stop();
    else lock.release();
    throw error;
  }
}

/** The running system, for tests and for the command line. */
export class System {
  readonly url: string;
  private readonly supervisor: Supervisor;
  private readonly guard = new Guard();
  private readonly logs: ChildLogs;
  private readonly stateFile: StateFile;
  private ready = false;
  private stopped: Promise<void> | undefined;
  private readonly end = withResolver();
  private readonly others: number[] = [];

  constructor(
    private readonly topology: Topology,
    settings: Settings,
    private readonly lock: Lock,
    say: (line: string) => void,
    verbose: boolean,
  ) {
    this.url = `http://localhost:${settings.port}`;
    lock.setGuard(this.guard.pid);
    this.logs = new ChildLogs(join(settings.dataDir, 'logs'), say, verbose);
    this.stateFile = new StateFile(settings.dataDir);
    for (const { server } of topology.components) this.logs.attach(server);
    const { longestRestartDelayMs } = settings;
    const changed = () => this.changed();
    const explain = (error: Error) => this.explain(error);
    this.supervisor = new Supervisor(topology.components, { say, changed, longestRestartDelayMs, explain });
  }

  /** A process by its name. It may be down at the moment. */
  process(name: string): Supervised {
    return this.supervisor.process(name);
  }

  processNames(): string[] {
    return this.supervisor.all.map(({ name }) => name);
  }

  /** What a person who has just started the system should know. */
  advice(): string[] {
    return this.topology.advice?.() ?? [];
  }

  state(): State {
    const processes = this.supervisor.all.flatMap(({ name, pid, port, isUp }) =>
      isUp && pid !== undefined ? [{ name, pid, port }] : [],
    );
    return { url: this.url, processes, ...this.topology.backing() };
  }

  async start(): Promise<void> {
    try {
      await this.supervisor.start();
    } catch (error) {
      throw new UserError(this.explain(error as Error));
    }
    this.ready = true;
    this.changed();
  }

  /** Resolves when all has been stopped. */
  whenStopped(): Promise<void> {
    return this.end.promise;
  }

  /** Ends one more process when this process dies. Before that, the caller must end it. */
  guardAlso(pid: number): void {
    this.others.push(pid);
    this.changed();
  }

  stop(): Promise<void> {
    return (this.stopped ??= this.supervisor.stop().then(() => this.cleanUp()));
  }

  /** Ends all processes at once. They do not finish their work. */
  async forceStop(): Promise<void> {
    await this.supervisor.forceStop();
    await (this.stopped ??= this.cleanUp());
  }

  /** Makes one line of an error, which may have everything that a child process has printed. */
  explain({ message }: Error): string {
    const [what = message, printed] = message.split(' and said: ');
    if (printed === undefined) return what;
    const last = printed.trim().split('\n').at(-1) ?? '';
    const name = this.processNames().find((each) => what.startsWith(`${each} `));
    const log = name === undefined ? '' : ` (all of it: ${this.logs.file(name)})`;
    return `${what}: ${humanLine(last)}${log}`;
  }

  private async cleanUp(): Promise<void> {
    this.ready = false;
    await this.logs.close();
    await this.guard.release();
    this.stateFile.remove();
    this.lock.release();
    this.end.resolve();
  }

  private changed(): void {
    const pids = this.supervisor.all.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    this.guard.watch([...pids, ...this.others]);
    if (this.ready) this.stateFile.write(this.state());
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function defined(settings: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
