import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NatsConnection } from '@ticketing/common/bus';
import { type Interference, startSystem, type System, type SystemOptions } from '@ticketing/local';
import { connectToBus } from '@ticketing/e2e/testing';
import type { Dashboard } from './dashboard.js';
import type { Scene } from './fault.js';
import { Recorder } from './history.js';
import { Links } from './links/links.js';
import { Webhooks } from './links/webhooks.js';
import { type People, signUpAll } from './load/load.js';
import { Bank } from './load/bank.js';
import { Person } from './load/person.js';
import { DatabaseReader } from './snapshot/read-databases.js';
import { watchStandstill } from './standstill.js';
import { INSTANCES, RESERVATIONS_PER_ACCOUNT } from './system.js';

export interface StageOptions {
  /** The folder of this system: its data, its logs, and the history. */
  folder: string;
  windowSeconds: number;
  sellers: number;
  buyers: number;
  /** Gives what is added to the environment of an instance. */
  env?: Interference['env'];
  /** Shows the system and what strikes it to people. */
  dashboard?: Dashboard;
}

/** A running system with fresh data, the people who use it, and all that disturbs and watches it. */
export class Stage implements Scene {
  private readonly endWatch: () => void;

  private constructor(
    readonly system: System,
    readonly links: Links,
    readonly recorder: Recorder,
    readonly bus: NatsConnection,
    readonly databases: DatabaseReader,
    readonly bank: Bank,
    readonly webhooks: Webhooks,
    readonly people: People,
    private readonly dataDir: string,
    private readonly dashboard: Dashboard | undefined,
  ) {
    this.endWatch = watchStandstill(recorder);
  }

  static async start({ folder, windowSeconds, env, dashboard, ...crowd }: StageOptions): Promise<Stage> {
    await mkdir(folder, { recursive: true });
    const recorder = new Recorder(join(folder, 'history.jsonl'));
    const links = await Links.open();
    const webhooks = await Webhooks.open(recorder);
    const dataDir = join(folder, 'data');
    const options: SystemOptions = {
      dataDir,
      port: 0,
      logLevel: 'warn',
      site: false,
      instances: INSTANCES,
      expirationWindowSeconds: windowSeconds,
      reservationsPerAccount: RESERVATIONS_PER_ACCOUNT,
      // a campaign does not measure how soon a process is started again
      longestRestartDelayMs: 1_000,
      stripe: 'stand-in',
      interference: { route: links.route, stripeFlags: webhooks.flags, ...(env ? { env } : {}) },
      say: (line) => {
        const [, process] = /^(\S+) ended unexpectedly/.exec(line) ?? [];
        if (process !== undefined) recorder.add('deaths', { process, at: Date.now() });
        recorder.write('said', { at: Date.now(), line });
      },
    };
    const system = await (dashboard ? dashboard.start(options) : startSystem(options));
    try {
      const bus = await connectToBus(system);
      const databases = await DatabaseReader.connect(system);
      webhooks.leadTo(system.url);
      const bank = new Bank(system, recorder);
      const people = await signUpAll((name) => Person.signUp(system.url, name, recorder), crowd);
      return new Stage(system, links, recorder, bus, databases, bank, webhooks, people, dataDir, dashboard);
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  /** The folder with the logs of all processes. */
  get logs(): string {
    return join(this.dataDir, 'logs');
  }

  show(text: string): () => void {
    return this.dashboard?.show(text) ?? (() => undefined);
  }

  /** Ends everything; returns a line for each process that still runs and each file that should be gone. */
  async close(): Promise<string[]> {
    this.endWatch();
    const { processes } = this.system.state();
    // a run that was given up may have left some frozen
    for (const { pid } of processes) process.kill(pid, 'SIGCONT');
    await this.bus.close();
    await this.databases.close();
    await this.system.stop();
    await this.links.close();
    await this.webhooks.close();
    const left = processes
      .filter(({ pid }) => exists(pid))
      .map(({ name, pid }) => `${name} (${pid}) still runs`);
    return existsSync(join(this.dataDir, 'state.json')) ? [...left, 'state.json is still there'] : left;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
