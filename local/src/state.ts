import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MongoOwner } from '@ticketing/system';

/** What runs and where, for people and tests; `<data dir>/state.json` holds it as long as the system runs. */
export interface State {
  url: string;
  processes: { name: string; pid: number; port: number }[];
  /** Connection strings, by the service that owns the database. */
  mongo: Record<MongoOwner, string>;
  nats: { url: string; clusterId: string };
  redis: { host: string; port: number };
}

export class StateFile {
  private readonly file: string;

  constructor(dir: string) {
    this.file = join(dir, 'state.json');
  }

  /** In one step: a reader sees the old state or the new one, never half of it. */
  write(state: State): void {
    const draft = `${this.file}.new`;
    writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`);
    renameSync(draft, this.file);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}
