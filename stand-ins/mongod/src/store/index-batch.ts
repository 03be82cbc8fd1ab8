import { keyOf } from '../bson/order.js';
import type { Doc } from '../bson/values.js';
import type { Index } from './index.js';
import type { StoredDoc } from './stored-doc.js';

/** Entries of one document whose keys have the same tail. */
interface Row {
  heads: readonly string[];
  tail: string;
  stored: StoredDoc;
}

/**
 * The entries that many documents add to one index. They get into the index together, in the order of their keys. The head of a
 * key is its first field, and its tail is the rest. A document with an array may have many heads, but then it has one tail. So the
 * tails are sorted, and are dealt out to their heads, which are far fewer than the keys.
 */
export class IndexBatch {
  private readonly rows: Row[] = [];
  /** Documents of one batch often have the same texts in the first field of an index. */
  private readonly headOfText = new Map<string, string>();
  private readonly descending: readonly boolean[];

  constructor(readonly index: Index) {
    this.descending = index.descending.slice(1);
  }

  rowsOf(doc: Doc, stored: StoredDoc): Row[] {
    const rows: Row[] = [];
    let before: readonly unknown[] | undefined;
    let heads: string[] = [];
    for (const entry of this.index.entriesOf(doc)) {
      if (!before || !hasTailOf(entry, before)) {
        heads = [];
        rows.push({ heads, tail: keyOf(entry.slice(1), this.descending) + stored.ordinal, stored });
      }
      before = entry;
      heads.push(this.headOf(entry));
    }
    return rows;
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) this.rows.push(row);
  }

  /** Puts all entries into the index. */
  insert(): void {
    const keys: string[] = [];
    const documents: StoredDoc[] = [];
    const byHead = this.byHead();
    for (const head of [...byHead.keys()].sort()) {
      let before: string | undefined;
      for (const { tail, stored } of byHead.get(head) ?? []) {
        if (tail === before) continue; // an array may have an item twice
        before = tail;
        keys.push(head + tail);
        documents.push(stored);
      }
    }
    this.index.insertSorted(keys, documents);
  }

  private byHead(): Map<string, Row[]> {
    const byHead = new Map<string, Row[]>();
    for (const row of this.rows.sort((a, b) => (a.tail < b.tail ? -1 : a.tail > b.tail ? 1 : 0)))
      for (const head of row.heads) {
        const rows = byHead.get(head);
        if (rows) rows.push(row);
        else byHead.set(head, [row]);
      }
    return byHead;
  }

  private headOf([first]: readonly unknown[]): string {
    if (typeof first !== 'string') return keyOf([first], this.index.descending);
    let head = this.headOfText.get(first);
    if (head === undefined) {
      head = keyOf([first], this.index.descending);
      this.headOfText.set(first, head);
    }
    return head;
  }
}

function hasTailOf(entry: readonly unknown[], other: readonly unknown[]): boolean {
  for (let i = 1; i < entry.length; i++) if (entry[i] !== other[i]) return false;
  return true;
}
