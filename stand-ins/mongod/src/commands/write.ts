import { ObjectId } from 'bson';
import { decode } from '../bson/decode.js';
import { toBytes } from '../bson/encode.js';
import { truthy, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { execute } from '../plan/execute.js';
import type { Collection } from '../store/collection.js';
import { checkId, withIdFirst } from '../update/upsert.js';
import { decodedDocuments, documentsOf } from '../wire/message.js';
import {
  checkCollation,
  checkFields,
  collectionName,
  refuse,
  requireDoc,
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
  const name = collectionName(context, 'insert');
  const documents = documentsOf(request, 'documents');
  checkBatch(documents.length);
  const collection = store.getOrCreate(db, name);
  let n = 0;
  const writeErrors = each(documents, body.ordered, (document) => {
    collection.insert(storable(document));
    n++;
  });
  return { n, ...writeErrors };
};

/**
 * Returns the bytes to store, with `_id` as the first field. They are a copy, because the client's bytes are
 * part of a larger message.
 */
function storable(document: Buffer): Buffer {
  if (document.length > MAX_USER_BYTES)
    throw new CommandError(
      2,
      `object to insert too large. size in bytes: ${document.length}, max size: ${MAX_USER_BYTES}`,
    );
  if (hasPlainIdFirst(document)) return Buffer.from(document);
  const doc = decode(document);
  if ('_id' in doc) checkId(doc._id);
  return toBytes(withIdFirst(doc, new ObjectId()));
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
  const updates = decodedDocuments(request, 'updates');
  checkBatch(updates.length);
  refuse(body, 'let');
  const upserted: Doc[] = [];
  let n = 0;
  let nModified = 0;
  const writeErrors = each(updates, body.ordered, (entry, index) => {
    const spec = updateSpec(entry);
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

function updateSpec(entry: Doc): UpdateSpec {
  checkFields(entry, 'updates', UPDATE_FIELDS);
  refuse(entry, 'c');
  checkCollation(entry);
  return {
    filter: requireDoc(entry.q, 'update.updates.q'),
    update: entry.u,
    multi: truthy(entry.multi),
    upsert: truthy(entry.upsert),
    arrayFilters: entry.arrayFilters,
    hint: entry.hint,
    sort: entry.sort,
  };
}

function target({ store, db }: Context, name: string, create: boolean): Collection {
  if (create) return store.getOrCreate(db, name);
  return store.get(db, name) ?? emptyCollection(db, name);
}

export const remove: Command = (context) => {
  const { body, request } = context;
  checkFields(body, 'delete', ['deletes', 'ordered', 'let']);
  const collection = target(context, collectionName(context, 'delete'), false);
  const deletes = decodedDocuments(request, 'deletes');
  checkBatch(deletes.length);
  refuse(body, 'let');
  let n = 0;
  const writeErrors = each(deletes, body.ordered, (entry) => {
    checkFields(entry, 'deletes', ['q', 'limit', 'collation', 'hint']);
    checkCollation(entry);
    const one = truthy(entry.limit);
    const filter = requireDoc(entry.q, 'delete.deletes.q');
    const query = makeQuery(collection, { filter, hint: entry.hint });
    for (const stored of matching(query, one)) {
      collection.remove(stored);
      n++;
    }
  });
  return { n, ...writeErrors };
};

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
function each<T>(entries: readonly T[], ordered: unknown, run: (entry: T, index: number) => void): Doc {
  const writeErrors: Doc[] = [];
  for (let index = 0; index < entries.length; index++) {
    try {
      run(entries[index] as T, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, ...error.details, errmsg: error.message });
      if (ordered === undefined || truthy(ordered)) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

function checkBatch(count: number): void {
  if (count === 0 || count > MAX_BATCH)
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${count} operations.`,
    );
}
