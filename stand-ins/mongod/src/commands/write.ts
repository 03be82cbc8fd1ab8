import { decode } from '../bson/decode.js';
import { toBytes } from '../bson/encode.js';
import { inspect, tooDeep } from '../bson/inspect.js';
import { isDoc, toNumber, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse } from '../errors.js';
import { execute } from '../plan/execute.js';
import type { Collection } from '../store/collection.js';
import { checkId, fillTimestamps } from '../update/storable.js';
import { withIdFirst } from '../update/upsert.js';
import { decodedDocuments, documentsOf, type Request } from '../wire/message.js';
import {
  checkCollation,
  checkFields,
  collectionName,
  flagField,
  refuse,
  requireDoc,
  requireFields,
  wrongType,
  type Command,
  type Context,
} from './context.js';
import { emptyCollection } from './empty-collection.js';
import { makeQuery } from './query.js';
import { updateDocuments, type UpdateSpec } from './update.js';

const MAX_BATCH = 100_000;
const MAX_USER_BYTES = 16 * 1024 * 1024;

export const insert: Command = (context) => {
  const { body, request, store, db } = context;
  checkFields(body, 'insert', ['documents', 'ordered', 'bypassDocumentValidation']);
  const ordered = flagField(body, 'ordered', 'insert') ?? true;
  const name = collectionName(context, 'insert');
  const documents = documentsOf(request, 'documents');
  checkBatch(documents.length);
  const collection = store.getOrCreate(db, name);
  let n = 0;
  let writeErrors: Doc = {};
  const inserts = () => {
    writeErrors = each(documents, ordered, (document) => {
      collection.insert(storable(document));
      n++;
    });
  };
  if (documents.length === 1) inserts();
  else collection.insertTogether(inserts);
  return { n, ...writeErrors };
};

/**
 * Returns the bytes to store, with `_id` as the first field. They are a copy, because the client's bytes are
 * part of a larger message.
 */
export function storable(document: Buffer): Buffer {
  if (document.length > MAX_USER_BYTES)
    throw badValue(
      `object to insert too large. size in bytes: ${document.length}, max size: ${MAX_USER_BYTES}`,
    );
  const { depth, hasEmptyTimestamp } = inspect(document);
  if (tooDeep(depth))
    throw new CommandError(15, 'cannot insert document because it exceeds 180 levels of nesting');
  if (hasPlainIdFirst(document) && !hasEmptyTimestamp) return Buffer.from(document);
  const doc = decode(document);
  if ('_id' in doc) checkId(doc._id);
  fillTimestamps(doc);
  return toBytes(withIdFirst(doc));
}

/** Returns whether the first field is an `_id` of a type that needs no check: ObjectId, string or number. */
function hasPlainIdFirst(document: Buffer): boolean {
  const type = document[4] ?? 0;
  return (
    (type === 7 || type === 2 || type === 16 || type === 1 || type === 18) &&
    document.readInt32LE(5) === ID_NAME
  );
}

/** The bytes `_id\0` */
const ID_NAME = 0x0064695f;

export const update: Command = (context) => {
  const { body, request } = context;
  checkFields(body, 'update', ['updates', 'ordered', 'bypassDocumentValidation', 'let']);
  const name = collectionName(context, 'update');
  const ordered = flagField(body, 'ordered', 'update') ?? true;
  const updates = entriesOf(request, 'updates');
  refuse(body, 'let');
  const specs = updates.map(updateSpec);
  const upserted: Doc[] = [];
  let n = 0;
  let nModified = 0;
  const writeErrors = each(specs, ordered, (spec, index) => {
    const result = updateDocuments(() => target(context, name, spec.upsert), spec);
    n += result.matched;
    nModified += result.modified;
    if (result.upserted) {
      n++;
      upserted.push({ index, _id: result.upserted._id });
    }
  });
  return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...writeErrors };
};

const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'collation', 'arrayFilters', 'hint', 'c', 'sort'];

/** Reads one update of a batch. A batch with a wrong entry is refused as a whole. */
function updateSpec(entry: Doc): UpdateSpec {
  checkFields(entry, 'update.updates', UPDATE_FIELDS);
  requireFields(entry, 'update.updates', ['q', 'u']);
  checkCollation(entry);
  if (!isDoc(entry.u) && !Array.isArray(entry.u))
    throw failedToParse('Update argument must be either an object or an array');
  const multi = flagField(entry, 'multi', 'update.updates') ?? false;
  if (multi && entry.sort !== undefined) throw failedToParse('Cannot specify sort with multi=true');
  return {
    filter: requireDoc(entry.q, 'update.updates.q'),
    update: entry.u,
    multi,
    upsert: flagField(entry, 'upsert', 'update.updates') ?? false,
    arrayFilters: entry.arrayFilters,
    hint: entry.hint,
    sort: entry.sort === undefined ? undefined : requireDoc(entry.sort, 'update.updates.sort'),
    constants: entry.c,
  };
}

export function target({ store, db }: Context, name: string, create: boolean): Collection {
  if (create) return store.getOrCreate(db, name);
  return store.get(db, name) ?? emptyCollection(db, name);
}

export const remove: Command = (context) => {
  const { body, request } = context;
  checkFields(body, 'delete', ['deletes', 'ordered', 'let']);
  const ordered = flagField(body, 'ordered', 'delete') ?? true;
  refuse(body, 'let');
  const deletes = entriesOf(request, 'deletes').map(deleteSpec);
  const collection = target(context, collectionName(context, 'delete'), false);
  let n = 0;
  const writeErrors = each(deletes, ordered, ({ filter, hint, one }) => {
    for (const stored of matching(makeQuery(collection, { filter, hint }), one)) {
      collection.remove(stored);
      n++;
    }
  });
  return { n, ...writeErrors };
};

function deleteSpec(entry: Doc) {
  checkFields(entry, 'delete.deletes', ['q', 'limit', 'collation', 'hint']);
  requireFields(entry, 'delete.deletes', ['q', 'limit']);
  checkCollation(entry);
  const limit = toNumber(entry.limit);
  if (limit === undefined)
    throw wrongType('delete.deletes.limit', entry.limit, '[int, decimal, double, long]');
  if (limit !== 0 && limit !== 1)
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`);
  return { filter: requireDoc(entry.q, 'delete.deletes.q'), hint: entry.hint, one: limit === 1 };
}

/** Reads the entries of a batch of updates or deletes. */
function entriesOf(request: Request, field: string): Doc[] {
  const entries = decodedDocuments(request, field);
  checkBatch(entries.length);
  return entries.map((entry, i) => requireDoc(entry, `${field}.${i}`));
}

/**
 * Finds all matches before the first of them is changed: an index scan could meet a changed document again.
 */
export function matching(query: ReturnType<typeof makeQuery>, one: boolean) {
  const found = [];
  for (const { stored } of execute(query)) {
    found.push(stored);
    if (one) break;
  }
  return found;
}

/** Runs each entry of a batch. A failed entry is reported with its index, and it ends an ordered batch. */
function each<T>(entries: readonly T[], ordered: boolean, run: (entry: T, index: number) => void): Doc {
  const writeErrors: Doc[] = [];
  for (let index = 0; index < entries.length; index++) {
    try {
      run(entries[index] as T, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, ...error.details, errmsg: error.message });
      if (ordered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

export function checkBatch(count: number): void {
  if (count === 0 || count > MAX_BATCH)
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${count} operations.`,
    );
}
