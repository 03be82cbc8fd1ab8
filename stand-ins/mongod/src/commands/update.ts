import { toBytes } from '../bson/encode.js';
import { equalValues } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import type { Doc } from '../bson/values.js';
import { CommandError, failedToParse } from '../errors.js';
import { execute, matchOf } from '../plan/execute.js';
import type { Condition } from '../query/matcher.js';
import { MAX_DOCUMENT_BYTES, type Collection } from '../store/collection.js';
import type { StoredDoc } from '../store/stored-doc.js';
import { checkId, upsertedDoc, withIdFirst } from '../update/upsert.js';
import { makeUpdater, type Updater } from '../update/updater.js';
import { makeQuery } from './query.js';

export interface UpdateSpec {
  filter: Doc;
  update: unknown;
  multi: boolean;
  upsert: boolean;
  arrayFilters: unknown;
  hint: unknown;
  sort: unknown;
}

export interface UpdateResult {
  matched: number;
  modified: number;
  /** The document that was inserted because none matched. */
  upserted?: Doc;
  /** The changed document, before and after the update. findAndModify answers with one of them. */
  before?: Buffer | undefined;
  after?: Doc;
}

/** Updates the documents that match. When none matches and `upsert` is set, it inserts one. */
export function updateDocuments(collectionOf: () => Collection, spec: UpdateSpec): UpdateResult {
  const updater = makeUpdater(spec.update, spec.arrayFilters);
  if (updater.kind === 'replacement' && spec.multi)
    throw failedToParse('multi update is not supported for replacement-style update');
  const collection = collectionOf();
  const query = makeQuery(collection, spec);
  const found: StoredDoc[] = [];
  for (const { stored } of execute(query)) {
    found.push(stored);
    if (!spec.multi) break;
  }
  const result: UpdateResult = { matched: found.length, modified: 0 };
  for (const stored of found) {
    const change = updateOne(collection, stored, query.condition, updater);
    if (change.changed) result.modified++;
    if (!spec.multi) Object.assign(result, { before: change.before, after: change.after });
  }
  if (found.length === 0 && spec.upsert) result.upserted = insertNew(collection, query.condition, updater);
  return result;
}

function updateOne(collection: Collection, stored: StoredDoc, condition: Condition, updater: Updater) {
  const { doc, details } = matchOf(condition, stored);
  const id = doc._id;
  const before = stored.bytes;
  const after = withIdFirst(updater.apply(doc, { arrayIndex: details.arrayIndex, inserting: false }), id);
  if (!equalValues(after._id, id)) throw immutableId(updater, after._id);
  const bytes = toBytes(after);
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new CommandError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
  const changed = before === undefined || !before.equals(bytes);
  if (changed) collection.replace(stored, bytes, after);
  return { changed, before, after };
}

function immutableId(updater: Updater, id: unknown): CommandError {
  return new CommandError(
    66,
    updater.kind === 'operators'
      ? "Performing an update on the path '_id' would modify the immutable field '_id'"
      : `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${shownValue(id)}`,
  );
}

function insertNew(collection: Collection, condition: Condition, updater: Updater): Doc {
  const doc = upsertedDoc(condition, updater);
  checkId(doc._id);
  collection.insert(toBytes(doc));
  return doc;
}
