import { ObjectId, serialize, type UUID } from 'bson';
import { decode } from '../bson/decode.js';
import { keyOf } from '../bson/order.js';
import { type Doc, own } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { Arena, type Chunk } from './arena.js';
import { Index, type IndexSpec, type Keys } from './index.js';
import { IndexBatch } from './index-batch.js';
import { Op, type Journal } from './journal.js';
import { StoredDoc } from './stored-doc.js';

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** The documents of one collection, their indexes, and the journal to which each change is written. */
export class Collection {
  readonly documents = new Set<StoredDoc>();
  indexes: Index[];
  /** The size of all live documents in bytes. It tells how much a compaction would save. */
  bytes = 0;
  dropped = false;
  private readonly arena = new Arena();
  private ordinals = 0;
  private indexedFields = new Set(['_id']);
  /** While documents are inserted together: the indexes that get their entries at once, and those that get them at the end. */
  private together: { atOnce: Index[]; batches: IndexBatch[] } | undefined;

  constructor(
    readonly id: number,
    readonly db: string,
    readonly name: string,
    readonly options: Doc,
    readonly uuid: UUID,
    private readonly journal: Pick<Journal, 'append'>,
  ) {
    this.indexes = [new Index({ v: 2, key: { _id: 1 }, name: '_id_', unique: true })];
  }

  get namespace(): string {
    return `${this.db}.${this.name}`;
  }

  get idIndex(): Index {
    const [index] = this.indexes;
    if (!index) throw new Error(`${this.namespace} has no _id index`);
    return index;
  }

  byId(id: unknown): StoredDoc | undefined {
    return this.idIndex.first(keyOf([id]));
  }

  /** Adds a document, which must have an `_id`. All unique indexes are checked before anything changes. */
  insert(bytes: Buffer): StoredDoc {
    checkSize(bytes);
    const stored = new StoredDoc(this.ordinals++);
    const doc = decode(bytes, this.indexedFields);
    const { atOnce, batches } = this.together ?? { atOnce: this.indexes, batches: [] };
    const keys = this.checkedKeys(doc, stored, atOnce);
    const rows = batches.map((batch) => batch.rowsOf(doc, stored));
    this.documents.add(stored);
    atOnce.forEach((index, i) => index.insert(keys[i] ?? [], stored));
    batches.forEach((batch, i) => batch.add(rows[i] ?? []));
    this.store(stored, bytes);
    this.journal.append(Op.put, this.id, bytes);
    return stored;
  }

  /**
   * Calls `inserts`, which inserts many documents and does nothing else with the collection. Indexes that are not unique get
   * all of their entries at the end, in order, which takes a fraction of the time. A unique index must know of each document
   * before the next one is checked.
   */
  insertTogether(inserts: () => void): void {
    const isUnique = ({ spec }: Index) => spec.unique === true;
    const batches = this.indexes.filter((index) => !isUnique(index)).map((index) => new IndexBatch(index));
    this.together = { atOnce: this.indexes.filter(isUnique), batches };
    try {
      inserts();
    } finally {
      this.together = undefined;
      for (const batch of batches) batch.insert();
    }
  }

  /**
   * Replaces the bytes of a document; `doc` is their decoded form.
   * @param touched the top-level fields that may differ from before
   */
  replace(
    stored: StoredDoc,
    bytes: Buffer,
    doc: Doc,
    touched: ReadonlySet<string> = this.indexedFields,
  ): void {
    checkSize(bytes);
    const suspects = [...this.indexedFields].filter((field) => touched.has(field));
    // most updates change the fields of few indexes
    if (suspects.length > 0) this.reindex(stored, doc, suspects);
    this.store(stored, bytes);
    this.journal.append(Op.put, this.id, bytes);
  }

  private reindex(stored: StoredDoc, doc: Doc, suspects: readonly string[]): void {
    const old = stored.decode(this.indexedFields);
    const changed = suspects.filter((field) => !isSame(own(old, field), own(doc, field)));
    const affected = this.indexes.filter(({ needed }) => changed.some((field) => needed.has(field)));
    const keys = this.checkedKeys(doc, stored, affected);
    affected.forEach((index, i) => {
      const before = index.keysOf(old, stored.ordinal);
      const after = keys[i] ?? [];
      if (sameKeys(before, after)) return;
      index.remove(before);
      index.insert(after, stored);
    });
  }

  remove(stored: StoredDoc): void {
    const { _id } = stored.decode(ID_ONLY);
    this.journal.append(Op.remove, this.id, Buffer.from(serialize({ _id })));
    this.forget(stored);
  }

  /**
   * Builds an index over the existing documents. When a unique index would have duplicates, it throws and
   * changes nothing.
   */
  addIndex(spec: IndexSpec): Index {
    const index = new Index(spec);
    const needed = fieldsOf([index]);
    for (const stored of this.documents) {
      const doc = stored.decode(needed);
      const keys = index.keysOf(doc, stored.ordinal);
      index.checkUnique(keys, stored, doc, this.namespace);
      index.insert(keys, stored);
    }
    this.indexes.push(index);
    this.indexedFields = fieldsOf(this.indexes);
    return index;
  }

  removeIndex(index: Index): void {
    this.indexes.splice(this.indexes.indexOf(index), 1);
    this.indexedFields = fieldsOf(this.indexes);
  }

  /** Applies a record of the journal when the server starts. Nothing is checked and nothing is written. */
  replayPut(bytes: Buffer): void {
    const { _id } = decode(bytes, ID_ONLY);
    const known = this.byId(_id);
    if (known) return this.store(known, bytes);
    const stored = new StoredDoc(this.ordinals++);
    this.idIndex.insert(this.idIndex.keysOf({ _id }, stored.ordinal), stored);
    this.documents.add(stored);
    this.store(stored, bytes);
  }

  replayRemove(id: unknown): void {
    const stored = this.byId(id);
    if (stored) this.forget(stored);
  }

  private forget(stored: StoredDoc): void {
    const keys = this.keysOf(stored);
    this.indexes.forEach((index, i) => index.remove(keys[i] ?? []));
    this.documents.delete(stored);
    this.release(stored);
  }

  /** Gives a document its first or new bytes. */
  private store(stored: StoredDoc, bytes: Buffer): void {
    const chunk = this.arena.add(bytes);
    this.release(stored, chunk, chunk.used - bytes.length);
    this.bytes += bytes.length;
  }

  private release(stored: StoredDoc, next?: Chunk, offset?: number): void {
    const { length } = stored;
    const chunk = stored.moveTo(next, offset);
    this.bytes -= length;
    if (chunk && this.arena.release(chunk, length)) this.leave(chunk);
  }

  /** Moves the live documents of a chunk, so that its memory is free as soon as no answer needs it. */
  private leave(chunk: Chunk): void {
    for (let offset = 0; offset < chunk.used; offset += chunk.bytes.readInt32LE(offset)) {
      const stored = this.byId(decode(chunk.bytes, ID_ONLY, offset)._id);
      if (!stored?.isAt(chunk, offset)) continue;
      const bytes = chunk.bytes.subarray(offset, offset + chunk.bytes.readInt32LE(offset));
      const next = this.arena.add(bytes);
      stored.moveTo(next, next.used - bytes.length);
    }
  }

  /** The keys are not kept, because they would take as much memory as the index. */
  private keysOf(stored: StoredDoc): Keys[] {
    const doc = stored.decode(this.indexedFields);
    const { ordinal } = stored;
    return this.indexes.map((index) => index.keysOf(doc, ordinal));
  }

  private checkedKeys(doc: Doc, stored: StoredDoc, indexes = this.indexes): Keys[] {
    const { ordinal } = stored;
    return indexes.map((index) => {
      const keys = index.keysOf(doc, ordinal);
      index.checkUnique(keys, stored, doc, this.namespace);
      return keys;
    });
  }
}

const ID_ONLY: ReadonlySet<string> = new Set(['_id']);

function fieldsOf(indexes: readonly Index[]): Set<string> {
  return new Set(['_id', ...indexes.flatMap(({ needed }) => [...needed])]);
}

/** False for values that are not compared here; they may still have the same keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, i) => isSame(value, b[i]));
  return a === b || (a instanceof ObjectId && b instanceof ObjectId && a.equals(b));
}

function sameKeys(a: Keys, b: Keys): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function checkSize(bytes: Buffer): void {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new CommandError(
      10334,
      `BSONObj size: ${bytes.length} (0x${bytes.length.toString(16).toUpperCase()}) is invalid. Size must be between 0 and 16793600(16MB)`,
    );
}
