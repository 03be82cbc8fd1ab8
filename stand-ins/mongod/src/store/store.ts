import { UUID, serialize } from 'bson';
import { decode } from '../bson/decode.js';
import type { Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { log } from '../log.js';
import { Collection } from './collection.js';
import { findFiles, journalPath, removeOldFiles, snapshotPath, syncFolder } from './files.js';
import type { Index, IndexSpec } from './index.js';
import { Journal, Op } from './journal.js';
import { readRecords, truncate, type JournalRecord } from './records.js';
import { writeSnapshot, type CatalogRecord } from './snapshot.js';

export interface StoreOptions {
  folder: string;
  /** The journal is compacted only above this size, even if there is little live data. */
  compactAtBytes: number;
  failed: (error: Error) => void;
}

/** The indexes that each collection gets after its documents are loaded. */
type Specs = Map<Collection, Map<string, IndexSpec>>;

const damaged = (path: string) => new Error(`${path} is damaged: restore it from a backup`);

const COMPACT_AT_RATIO = 4;
const MAX_NAMESPACE_BYTES = 255;

/** All databases of the server: in memory, and in the snapshot and journal of the folder. */
export class Store {
  readonly journal: Journal;
  private readonly byName = new Map<string, Collection>();
  private readonly byNumber = new Map<number, Collection>();
  private nextNumber = 1;
  private generation = 1;
  private compacting: Promise<void> | undefined;

  constructor(private readonly options: StoreOptions) {
    const { folder } = options;
    const { snapshot, journals } = findFiles(folder);
    this.generation = Math.max(snapshot ?? 1, ...journals);
    this.journal = new Journal(journalPath(folder, this.generation), options.failed);
    this.journal.bytes = this.load(snapshot, journals);
    removeOldFiles(folder, snapshot ?? 1);
    syncFolder(folder);
  }

  collections(db?: string): Collection[] {
    const all = [...this.byName.values()];
    return db === undefined ? all : all.filter((collection) => collection.db === db);
  }

  get(db: string, name: string): Collection | undefined {
    return this.byName.get(`${db}.${name}`);
  }

  getOrCreate(db: string, name: string): Collection {
    return this.get(db, name) ?? this.create(db, name, {});
  }

  create(db: string, name: string, options: Doc): Collection {
    checkName(db, name);
    this.checkCase(db);
    return this.createUnchecked(db, name, options);
  }

  /** The names of two databases must differ in more than their case. */
  private checkCase(db: string): void {
    const other = this.collections().find(
      (collection) => collection.db !== db && collection.db.toLowerCase() === db.toLowerCase(),
    );
    if (other)
      throw new CommandError(
        13297,
        `db already exists with different case already have: [${other.db}] trying to create [${db}]`,
      );
  }

  /** Creates a collection of the server itself, whose name clients cannot use. */
  createSystem(db: string, name: string): Collection {
    return this.createUnchecked(db, name, {});
  }

  private createUnchecked(db: string, name: string, options: Doc): Collection {
    if (this.get(db, name)) throw new CommandError(48, `Collection ${db}.${name} already exists.`);
    const uuid = new UUID();
    const collection = new Collection(this.nextNumber++, db, name, options, uuid, this.journal);
    this.record(collection, { op: 'create', db, name, options, uuid });
    this.add(collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.record(collection, { op: 'drop' });
    this.discard(collection);
  }

  createIndex(collection: Collection, spec: IndexSpec): void {
    collection.addIndex(spec);
    this.record(collection, { op: 'createIndex', spec });
  }

  dropIndex(collection: Collection, index: Index): void {
    this.record(collection, { op: 'dropIndex', name: index.spec.name });
    collection.removeIndex(index);
  }

  /** Changes options of an index that do not affect its keys: `expireAfterSeconds`, `hidden`. */
  alterIndex(collection: Collection, index: Index, change: Partial<IndexSpec>): void {
    Object.assign(index.spec, change);
    this.record(collection, { op: 'alterIndex', name: index.spec.name, change });
  }

  /** Starts a compaction when the journal is much larger than the live data. */
  compactIfWorthwhile(): void {
    const live = this.collections().reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.journal.bytes > Math.max(this.options.compactAtBytes, live * COMPACT_AT_RATIO))
      void this.compact();
  }

  compact(): Promise<void> {
    return (this.compacting ??= this.writeGeneration()
      .catch(this.options.failed)
      .finally(() => (this.compacting = undefined)));
  }

  async close(): Promise<void> {
    await this.compacting;
    this.journal.close();
  }

  private async writeGeneration(): Promise<void> {
    const { folder } = this.options;
    const before = this.journal.bytes;
    this.generation++;
    this.journal.switchTo(journalPath(folder, this.generation));
    syncFolder(folder);
    await writeSnapshot(folder, this.generation, this.catalog(), this.collections());
    removeOldFiles(folder, this.generation);
    log('I', 'STORAGE', 'Compacted the journal', { generation: this.generation, journalBytes: before });
  }

  private catalog(): CatalogRecord[] {
    return this.collections().flatMap((collection) => {
      const { id, db, name, options, uuid } = collection;
      const specs = collection.indexes.slice(1).map(({ spec }) => ({ op: 'createIndex', spec }));
      return [{ op: 'create', db, name, options, uuid }, ...specs].map((change) => ({
        collection: id,
        body: Buffer.from(serialize(change)),
      }));
    });
  }

  private record(collection: Collection, change: Doc): void {
    this.journal.append(Op.catalog, collection.id, Buffer.from(serialize(change)));
  }

  private add(collection: Collection): void {
    this.byName.set(collection.namespace, collection);
    this.byNumber.set(collection.id, collection);
    this.nextNumber = Math.max(this.nextNumber, collection.id + 1);
  }

  private discard(collection: Collection): void {
    collection.dropped = true;
    this.byName.delete(collection.namespace);
    this.byNumber.delete(collection.id);
  }

  /** Loads the state from the files. Returns the size of the journals in bytes. */
  private load(snapshot: number | undefined, journals: readonly number[]): number {
    const { folder } = this.options;
    const specs: Specs = new Map();
    const apply = (record: JournalRecord) => this.apply(record, specs);
    if (snapshot !== undefined) {
      const path = snapshotPath(folder, snapshot);
      if (readRecords(path, apply).torn > 0) throw damaged(path);
    }
    let bytes = 0;
    for (const generation of journals) {
      const path = journalPath(folder, generation);
      const { good, torn } = readRecords(path, apply);
      bytes += good;
      if (torn === 0) continue;
      if (generation !== journals.at(-1)) throw damaged(path);
      log('W', 'STORAGE', 'Cut off the torn end of the journal; it was never acknowledged', {
        path,
        bytes: torn,
      });
      truncate(path, good);
    }
    for (const [collection, wanted] of specs) for (const spec of wanted.values()) collection.addIndex(spec);
    return bytes;
  }

  private apply(record: JournalRecord, specs: Specs): void {
    const collection = this.byNumber.get(record.collection);
    this.nextNumber = Math.max(this.nextNumber, record.collection + 1);
    if (record.op === Op.catalog) {
      const change = decode(record.body);
      if (change.op === 'create') {
        if (collection) return; // a new collection is in the snapshot and in the journal
        const { db, name, options, uuid } = change as { db: string; name: string; options: Doc; uuid: UUID };
        const created = new Collection(record.collection, db, name, options, uuid, this.journal);
        specs.set(created, new Map());
        return this.add(created);
      }
      if (collection) this.applyChange(collection, change, specs);
    } else if (record.op === Op.put) collection?.replayPut(record.body);
    else collection?.replayRemove(decode(record.body)._id);
  }

  private applyChange(collection: Collection, change: Doc, specs: Specs): void {
    const wanted = specs.get(collection);
    if (change.op === 'drop') {
      specs.delete(collection);
      this.discard(collection);
    } else if (change.op === 'createIndex') {
      const spec = change.spec as IndexSpec;
      wanted?.set(spec.name, spec);
    } else if (change.op === 'dropIndex') wanted?.delete(change.name as string);
    else Object.assign(wanted?.get(change.name as string) ?? {}, change.change);
  }
}

function checkName(db: string, name: string): void {
  const namespace = `${db}.${name}`;
  if (
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    /[$\0]/.test(name) ||
    /[/\\. "$\0]/.test(db)
  )
    throw new CommandError(73, `Invalid namespace specified '${namespace}'`);
  if (name.startsWith('system.')) throw new CommandError(73, `Invalid system namespace: ${namespace}`);
  if (Buffer.byteLength(namespace) > MAX_NAMESPACE_BYTES)
    throw new CommandError(73, `Fully qualified namespace is too long. Namespace: ${namespace} Max: 255`);
}
