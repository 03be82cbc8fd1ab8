import type { TableName, Tables } from './tables.js';

/** A change of one record: table, id, and the new record. `null` removes it. */
export type Change = { [N in TableName]: [table: N, id: string, record: Tables[N] | null] }[TableName];

interface Committed {
  get<N extends TableName>(table: N, id: string): Tables[N] | undefined;
  values<N extends TableName>(table: N): Tables[N][];
}

/** Collects the changes of one request. The request reads its own changes by id; lists show what was there before. */
export class Transaction {
  private readonly staged = new Map<string, Change>();

  constructor(private readonly committed: Committed) {}

  get<N extends TableName>(table: N, id: string): Tables[N] | undefined {
    const change = this.staged.get(`${table}/${id}`);
    return change ? ((change[2] ?? undefined) as Tables[N] | undefined) : this.committed.get(table, id);
  }

  values<N extends TableName>(table: N): Tables[N][] {
    return this.committed.values(table);
  }

  put<N extends TableName>(table: N, id: string, record: Tables[N]): void {
    this.staged.set(`${table}/${id}`, [table, id, record] as Change);
  }

  remove(table: TableName, id: string): void {
    this.staged.set(`${table}/${id}`, [table, id, null]);
  }

  changes(): Change[] {
    return [...this.staged.values()];
  }
}
