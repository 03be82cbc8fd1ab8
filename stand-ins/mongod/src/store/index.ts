import { compareValues, keyOf } from '../bson/order.js';
import type { Doc } from '../bson/values.js';
import { shownValue } from '../bson/show.js';
import { CommandError } from '../errors.js';
import { compile, type Condition } from '../query/matcher.js';
import { splitPath, type Path } from '../query/path.js';
import { indexValues } from '../query/keys.js';
import { KeyTree } from './key-tree.js';
import { ORDINAL_BYTES, type StoredDoc } from './stored-doc.js';

/** The specification of an index, in the form that `listIndexes` shows. */
export interface IndexSpec {
  v: number;
  key: Doc;
  name: string;
  unique?: boolean;
  sparse?: boolean;
  hidden?: boolean;
  background?: boolean;
  expireAfterSeconds?: unknown;
  partialFilterExpression?: Doc;
}

/** The index keys of one document, each with the document's ordinal at its end. */
export type Keys = readonly string[];

const NONE: Keys = [];

/** An ordered set of keys that lead to documents. */
export class Index {
  readonly fields: readonly string[];
  readonly paths: readonly Path[];
  readonly descending: readonly boolean[];
  readonly partial: Condition | undefined;
  /** The fields of a document that decide on its keys. */
  readonly needed: ReadonlySet<string>;
  /** For each field: whether a document has, or had, an array on its path. */
  readonly multikey: boolean[];
  private readonly tree = new KeyTree<StoredDoc>();
  /** Grows with each change, so that a running scan notices that it must find its place again. */
  private changes = 0;

  constructor(readonly spec: IndexSpec) {
    this.fields = Object.keys(spec.key);
    this.paths = this.fields.map(splitPath);
    this.descending = this.fields.map((field) => compareValues(spec.key[field], 0) < 0);
    this.multikey = this.fields.map(() => false);
    this.partial = spec.partialFilterExpression && compile(spec.partialFilterExpression);
    this.needed = new Set([
      ...this.paths.map(([first = '']) => first),
      ...partialFields(spec.partialFilterExpression),
    ]);
  }

  get size(): number {
    return this.tree.size;
  }

  /** Returns the values of a document's entries. Two of them may be the same. */
  entriesOf(doc: Doc): readonly unknown[][] {
    if (this.partial && !this.partial.test(doc)) return [];
    const { entries, multikey, present } = indexValues(doc, this.paths);
    if (this.spec.sparse && !present) return [];
    for (let i = 0; i < multikey.length; i++) if (multikey[i]) this.multikey[i] = true;
    return entries;
  }

  keysOf(doc: Doc, ordinal: string): Keys {
    const entries = this.entriesOf(doc);
    if (entries.length === 0) return NONE;
    const [only] = entries;
    if (only && entries.length === 1) return [keyOf(only, this.descending) + ordinal];
    return [...new Set(entries.map((entry) => keyOf(entry, this.descending) + ordinal))];
  }

  /** Throws if this index is unique and another document has one of these keys. */
  checkUnique(keys: Keys, stored: StoredDoc, doc: Doc, namespace: string): void {
    if (!this.spec.unique) return;
    for (const key of keys) {
      const bare = key.slice(0, -ORDINAL_BYTES);
      const other = this.tree.first(bare); // there is never a second one
      if (other && other !== stored) throw this.duplicate(bare, doc, namespace);
    }
  }

  insert(keys: Keys, stored: StoredDoc): void {
    for (const key of keys) this.tree.set(key, stored);
    this.changes++;
  }

  /** Inserts the keys of many documents. The keys are in order. */
  insertSorted(keys: Keys, documents: readonly StoredDoc[]): void {
    this.tree.setSorted(keys, documents);
    this.changes++;
  }

  remove(keys: Keys): void {
    for (const key of keys) this.tree.delete(key);
    this.changes++;
  }

  /** Returns the first document whose key starts with `prefix`. In a unique index it is the only one. */
  first(prefix: string): StoredDoc | undefined {
    return this.tree.first(prefix);
  }

  /**
   * Yields the documents of the entries with low <= key < high, backwards with `reverse`. The index may
   * change between two steps: the scan continues after the last key that it yielded.
   */
  *scan(low: string, high: string, reverse: boolean): Generator<StoredDoc> {
    let last: string | undefined;
    for (;;) {
      const seen = this.changes;
      const entries = reverse ? this.tree.below(last ?? high) : this.tree.from(last ?? low);
      let moved = false;
      for (const [key, stored] of entries) {
        if (key === last) continue;
        if (reverse ? key < low : key >= high) return;
        last = key;
        yield stored;
        if (this.changes !== seen) {
          moved = true;
          break;
        }
      }
      if (!moved) return;
    }
  }

  private duplicate(bare: string, doc: Doc, namespace: string): CommandError {
    const { entries } = indexValues(doc, this.paths);
    const entry = entries.find((values) => keyOf(values, this.descending) === bare) ?? [];
    const keyValue = Object.fromEntries(this.fields.map((field, i) => [field, entry[i]]));
    const shown = this.fields.map((field, i) => `${field}: ${shownValue(entry[i])}`).join(', ');
    return new CommandError(
      11000,
      `E11000 duplicate key error collection: ${namespace} index: ${this.spec.name} dup key: { ${shown} }`,
      { keyPattern: this.spec.key, keyValue },
    );
  }
}

function partialFields(filter: Doc = {}): string[] {
  return Object.keys(filter).flatMap((key) =>
    key.startsWith('$') ? (filter[key] as Doc[]).flatMap(partialFields) : [key.split('.')[0] ?? key],
  );
}
