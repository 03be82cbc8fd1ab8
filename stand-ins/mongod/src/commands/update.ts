import { toBytes } from '../bson/encode.js';
import { inspect, tooDeep } from '../bson/inspect.js';
import { equalValues } from '../bson/order.js';
import { cloneValue, own, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { execute, matchOf } from '../plan/execute.js';
import type { Condition } from '../query/matcher.js';
import { MAX_DOCUMENT_BYTES, type Collection } from '../store/collection.js';
import type { StoredDoc } from '../store/stored-doc.js';
import { checkId } from '../update/storable.js';
import { immutableId, refuseExpr, upsertedDoc, withIdFirst } from '../update/upsert.js';
import { makeUpdater, type UpdateOptions, type Updater } from '../update/updater.js';
import { makeQuery } from './query.js';

export interface UpdateSpec extends UpdateOptions {
  filter: Doc;
  upsert: boolean;
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
  const updater = makeUpdater(spec);
  if (spec.upsert) refuseExpr(spec.filter);
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
  const id = cloneValue(doc._id);
  const before = stored.bytes;
  const updated = updater.apply(doc, { arrayIndex: details.arrayIndex, inserting: false });
  if (!equalValues(own(updated, '_id'), id)) throw immutableId(updater, id, own(updated, '_id'));
  const after = withIdFirst(updated);
  const bytes = toBytes(after);
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new CommandError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
  const changed = before === undefined || !before.equals(bytes);
  if (changed) {
    checkDepth(bytes);
    collection.replace(stored, bytes, after, updater.touched);
  }
  return { changed, before, after };
}

function insertNew(collection: Collection, condition: Condition, updater: Updater): Doc {
  const doc = upsertedDoc(condition, updater);
  checkId(doc._id);
  const bytes = toBytes(doc);
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new CommandError(17420, `Document to upsert is larger than ${MAX_DOCUMENT_BYTES}`);
  checkDepth(bytes);
  collection.insert(bytes);
  return doc;
}

function checkDepth(bytes: Buffer): void {
  if (tooDeep(inspect(bytes).depth))
    throw new CommandError(15, 'Document exceeds maximum nesting depth of 180');
}
