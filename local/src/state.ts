import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MongoOwner } from '@ticketing/system';

/** Lists the running processes and their addresses, for people and tests. `<data dir>/state.json` has it while the system runs. */
export interface State {
  url: string;
  /** The address of the dashboard, when there is one. */
  dashboard?: string;
  processes: { name: string; pid: number; port: number }[];
  /** Connection strings, by the service that owns the database. With their logins everything may be done there. */
  mongo: Record<MongoOwner, string>;
  /** The URL has a login with which everything may be done there. */
  nats: { url: string; clusterId: string; monitoring?: BusMonitoring };
  /** With this login everything may be done there. */
  redis: { host: string; port: number; username?: string; password?: string };
  /** The stand-in for Stripe, when it runs. With the secret key its store can be read, which is the bank. */
  stripe?: { url: string; publishableKey: string; secretKey: string };
}

/** What the dashboard uses of the bus. It may only look. */
export interface BusMonitoring {
  /** The URL has a login that may hear every channel and publish nothing. */
  url: string;
  /** Where the broker tells of its channels and subscriptions, over HTTP. */
  http: string;
}

export class StateFile {
  private readonly file: string;

  constructor(dir: string) {
    this.file = join(dir, 'state.json');
  }

  /** Writes in one step, so a reader sees the old state or the new state, never half of it. */
  write(state: State): void {
    const draft = `${this.file}.new`;
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 }); // it has keys and passwords
    renameSync(draft, this.file);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}
