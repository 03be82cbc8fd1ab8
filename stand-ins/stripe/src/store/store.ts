import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compact } from './compact.js';
import { syncDirectory } from './directory.js';
import { Journal } from './journal.js';
import { readLines } from './line.js';
import { TABLES, type TableName, type Tables } from './tables.js';
import { Transaction, type Change } from './transaction.js';

export interface StoreOptions {
  /** The directory of the journal. Undefined keeps the data in memory only. */
  directory: string | undefined;
  /** Called when the journal cannot be written. */
  failed: (error: Error) => void;
  warn?: (text: string) => void;
}

/** A journal is compacted at a start when it is larger than this. */
const COMPACT_FROM_BYTES = 8 * 1024 * 1024;

/** All data, in memory and in the journal. A transaction is one line of the journal, so a crash never halves it. */
export class Store {
  private readonly tables = new Map<TableName, Map<string, unknown>>(TABLES.map((name) => [name, new Map()]));
  private readonly journal: Journal | undefined;

  constructor({ directory, failed, warn }: StoreOptions) {
    if (directory === undefined) return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'journal.jsonl');
    let good = existsSync(path) ? this.load(path, warn) : 0;
    if (good > COMPACT_FROM_BYTES) good = compact(path, this.changes());
    this.journal = new Journal(path, good, failed);
    syncDirectory(directory);
  }

  /** Runs `work` at once. Its changes are kept together, or not at all when it throws. */
  transact<T>(work: (transaction: Transaction) => T): T {
    const transaction = new Transaction(this);
    const result = work(transaction);
    const changes = transaction.changes();
    if (changes.length === 0) return result;
    for (const change of changes) this.apply(change);
    this.journal?.append(changes);
    return result;
  }

  get<N extends TableName>(table: N, id: string): Tables[N] | undefined {
    return this.table(table).get(id);
  }

  /** All records of a table, the oldest first. */
  values<N extends TableName>(table: N): Tables[N][] {
    return [...this.table(table).values()];
  }

  /** Like `values`, with the ids. A record that is added or removed meanwhile may be missed. */
  entries<N extends TableName>(table: N): Iterable<[string, Tables[N]]> {
    return this.table(table).entries();
  }

  /** Resolves when all changes so far are on the disk. */
  synced(): Promise<void> {
    return this.journal?.synced() ?? Promise.resolve();
  }

  close(): void {
    this.journal?.close();
  }

  private table<N extends TableName>(name: N): Map<string, Tables[N]> {
    return this.tables.get(name) as Map<string, Tables[N]>;
  }

  private apply([table, id, record]: Change): void {
    if (record === null) this.table(table).delete(id);
    else this.table(table).set(id, record);
  }

  private *changes(): Generator<Change> {
    for (const name of TABLES)
      for (const [id, record] of this.table(name)) yield [name, id, record] as Change;
  }

  private load(path: string, warn?: (text: string) => void): number {
    try {
      const { good, torn } = readLines(readFileSync(path), (changes) => {
        for (const change of changes as Change[]) this.apply(change);
      });
      if (torn > 0) warn?.(`${path}: cut off ${torn} bytes of an unfinished write`);
      return good;
    } catch (error) {
      throw new Error(`${path} ${(error as Error).message}`, { cause: error });
    }
  }
}
