import { join, resolve } from 'node:path';
import { forgetData } from './data-dir.js';
import { type Keys, readKeys } from './keys.js';
import type { Interference } from './interference.js';
import { preflight } from './preflight.js';
import { freePort, Guard } from '@ticketing/processes';
import { readSettings, type Settings, withoutStripe } from './settings.js';
import { RecentLines } from './supervisor/recent-lines.js';
import { StateFile, type State } from './state.js';
import { ChildLogs } from './supervisor/child-logs.js';
import { Lock } from './supervisor/lock.js';
import { humanLine } from './supervisor/log-lines.js';
import type { Supervised } from './supervisor/supervised.js';
import { Supervisor } from './supervisor/supervisor.js';
import { UserError } from './supervisor/user-error.js';
import { dashboardPort } from './dashboard-port.js';
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
  /** Makes ready for a dashboard: `openDashboard` then opens it. Without this there is none. */
  dashboard?: boolean;
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
    dashboard = false,
    ...others
  } = options;
  const { topology = (...args) => ticketing(...args, interference), ...given } = others;
  const env = given.stripe === 'stand-in' ? withoutStripe(process.env) : process.env;
  const settings: Settings = { ...readSettings(env), ...defined(given) };
  settings.dataDir = resolve(settings.dataDir);
  if (!dashboard) settings.dashboardPort = 'off';
  const lock = await Lock.take(settings.dataDir);
  let system: System | undefined;
  try {
    await preflight(settings);
    if (fresh) forgetData(settings.dataDir);
    settings.port ||= await freePort();
    settings.dashboardPort = await dashboardPort(settings);
    settings.tracesTo ??= tracesTo(settings, env);
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
  readonly dashboardPort: number | undefined;
  /** The newest lines that the processes have printed. They are kept for the dashboard only. */
  readonly lines = new RecentLines();
  private readonly supervisor: Supervisor;
  private readonly guard = new Guard();
  private readonly logs: ChildLogs;
  private readonly stateFile: StateFile;
  private ready = false;
  private stopped: Promise<void> | undefined;
  private readonly end = withResolver();
  private readonly others: number[] = [];
  private readonly beforeStop: (() => void)[] = [];

  constructor(
    private readonly topology: Topology,
    settings: Settings,
    private readonly lock: Lock,
    say: (line: string) => void,
    verbose: boolean,
  ) {
    this.url = `http://localhost:${settings.port}`;
    lock.setGuard(this.guard.pid);
    this.dashboardPort = typeof settings.dashboardPort === 'number' ? settings.dashboardPort : undefined;
    const keep = (name: string, line: string) => this.lines.add(name, line);
    const heard = this.dashboardPort === undefined ? undefined : keep;
    this.logs = new ChildLogs(join(settings.dataDir, 'logs'), say, verbose, heard);
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
    return this.processes.map(({ name }) => name);
  }

  /** All processes, in the order of their start. */
  get processes(): readonly Supervised[] {
    return this.supervisor.all;
  }

  /** `close` is called before the first process is stopped. */
  whenStopping(close: () => void): void {
    this.beforeStop.push(close);
  }

  /** What a person who has just started the system should know. */
  advice(): string[] {
    return this.topology.advice?.() ?? [];
  }

  state(): State {
    const processes = this.supervisor.all.flatMap(({ name, pid, port, isUp }) =>
      isUp && pid !== undefined ? [{ name, pid, port }] : [],
    );
    const dashboard = this.dashboardPort !== undefined && {
      dashboard: `http://localhost:${this.dashboardPort}`,
    };
    return { url: this.url, ...dashboard, processes, ...this.topology.backing() };
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
    this.closeOthers();
    return (this.stopped ??= this.supervisor.stop().then(() => this.cleanUp()));
  }

  /** Ends all processes at once. They do not finish their work. */
  async forceStop(): Promise<void> {
    this.closeOthers();
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

  private closeOthers(): void {
    for (const close of this.beforeStop.splice(0)) close();
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

/** A person who names a collector of traces gets them there. */
function tracesTo(
  { dashboardPort: port }: Settings,
  { OTEL_EXPORTER_OTLP_ENDPOINT: named = '' }: NodeJS.ProcessEnv,
): string | undefined {
  return named === '' && typeof port === 'number' ? `http://127.0.0.1:${port}` : undefined;
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function defined(settings: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
