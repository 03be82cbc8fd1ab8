import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System, type SystemOptions } from '@ticketing/local';

/** The whole system on free ports and with its own data, for a test or a benchmark. */
export class RunningSystem {
  private constructor(
    readonly system: System,
    readonly dataDir: string,
  ) {}

  /** Unless a test is about the limit of an account, a few people may hold as many tickets as the test needs. */
  static async start(options: SystemOptions): Promise<RunningSystem> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-e2e-'));
    const system = await startSystem({
      dataDir,
      port: 0,
      logLevel: 'warn',
      reservationsPerAccount: 1_000_000,
      stripe: 'stand-in', // whatever keys the environment has, for the tests of the stand-in itself
      ...options,
    });
    return new RunningSystem(system, dataDir);
  }

  get url(): string {
    return this.system.url;
  }

  /** The logs of all its processes. */
  async logs(): Promise<string> {
    const folder = join(this.dataDir, 'logs');
    const files = (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8'));
    return (await Promise.all(files)).join('\n');
  }

  /** Stops everything and deletes the data. */
  async stop(): Promise<void> {
    await this.system.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
