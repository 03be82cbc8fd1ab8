import { toBytes } from '../bson/encode.js';
import { compareValues, equalValues } from '../bson/order.js';
import { shownDoc } from '../bson/show.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { badValue, CommandError } from '../errors.js';
import type { Collection } from '../store/collection.js';
import type { Index, IndexSpec } from '../store/index.js';
import { checkFields, collectionName, collectionOf, requireFields, type Command } from './context.js';
import { parseIndexSpec } from './index-spec.js';

const MOST_INDEXES = 64;

export const createIndexes: Command = (context) => {
  const { body, store, db } = context;
  checkFields(body, 'createIndexes', ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions']);
  requireFields(body, 'createIndexes', ['indexes']);
  const name = collectionName(context, 'createIndexes');
  if (!Array.isArray(body.indexes) || body.indexes.length === 0)
    throw badValue('Must specify at least one index to create');
  if (body.commitQuorum !== undefined) throw badValue("Standalones can't specify commitQuorum");
  const lenient = truthy(body.ignoreUnknownIndexOptions);
  const specs = body.indexes.map((spec) => parseIndexSpec(spec, lenient));
  const createdCollectionAutomatically = !store.get(db, name);
  const collection = store.getOrCreate(db, name);
  const numIndexesBefore = collection.indexes.length;
  createAll(
    specs,
    collection,
    (spec) => store.createIndex(collection, spec),
    (index) => store.dropIndex(collection, index),
  );
  const numIndexesAfter = collection.indexes.length;
  const note = numIndexesAfter === numIndexesBefore ? { note: 'all indexes already exist' } : {};
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note };
};

/** Creates all indexes of a command or, when one of them fails, none. */
function createAll(
  specs: readonly IndexSpec[],
  collection: Collection,
  createOne: (spec: IndexSpec) => void,
  dropOne: (index: Index) => void,
): void {
  const before = new Set(collection.indexes);
  try {
    for (const spec of specs) {
      if (alreadyThere(collection, spec)) continue;
      if (collection.indexes.length >= MOST_INDEXES)
        throw new CommandError(
          67,
          `add index fails, too many indexes for ${collection.namespace} key:${shownDoc(spec.key)}`,
        );
      createOne(spec);
    }
  } catch (error) {
    for (const index of [...collection.indexes]) if (!before.has(index)) dropOne(index);
    throw error;
  }
}

/**
 * Returns whether the same index exists. Throws when another index has its name, or has its keys with other
 * options.
 */
function alreadyThere(collection: Collection, spec: IndexSpec): boolean {
  if (spec.name === ID_INDEX && isIdKey(spec.key)) return true;
  const shown = (existing: IndexSpec) =>
    `Requested index: ${shownDoc({ ...spec })}, existing index: ${shownDoc({ ...existing })}`;
  const named = collection.indexes.find((index) => index.spec.name === spec.name)?.spec;
  if (named && !sameSignature(named, spec))
    throw new CommandError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${shown(named)}`,
    );
  const same = collection.indexes.find((index) => sameSignature(index.spec, spec))?.spec;
  if (!same) return false;
  const equal = equalValues(same.expireAfterSeconds ?? null, spec.expireAfterSeconds ?? null);
  if (same.name === spec.name) {
    if (equal) return true;
    throw new CommandError(
      85,
      `An equivalent index already exists with the same name but different options. ${shown(same)}`,
    );
  }
  throw new CommandError(
    85,
    equal
      ? `Index already exists with a different name: ${same.name}`
      : `An equivalent index already exists with a different name and options. ${shown(same)}`,
  );
}

const ID_INDEX = '_id_';
const isIdKey = (key: Doc): boolean => Object.keys(key).join() === '_id';

/** Two indexes are different when their keys or one of these options differ. */
function sameSignature(a: IndexSpec, b: IndexSpec): boolean {
  const signature = ({ key, unique, sparse, partialFilterExpression }: IndexSpec) => ({
    key: Object.keys(key).map((field) => [field, compareValues(key[field], 0) > 0]),
    options: [
      unique === true && !isIdKey(key),
      sparse === true,
      partialFilterExpression ? normalized(partialFilterExpression) : null,
    ],
  });
  return equalValues(signature(a), signature(b));
}

/** Writes the conditions of a partial filter one by one and in order, as `{path: {operator: value}}`. */
function normalized(filter: Doc): unknown[] {
  const conditions = Object.keys(filter).flatMap((key): unknown[] => {
    const value = filter[key];
    if (key === '$and') return (value as Doc[]).flatMap(normalized);
    if (key.startsWith('$') || !isDoc(value) || !Object.keys(value)[0]?.startsWith('$'))
      return [{ [key]: key.startsWith('$') ? value : { $eq: value } }];
    return Object.keys(value).map((operator) => ({ [key]: { [operator]: value[operator] } }));
  });
  return conditions.sort(compareValues);
}

export const dropIndexes: Command = (context) => {
  const { body, store } = context;
  checkFields(body, 'dropIndexes', ['index', 'deleteIndexes']);
  requireFields(body, 'dropIndexes', ['index']);
  const collection = collectionOf(context, 'dropIndexes' in body ? 'dropIndexes' : 'deleteIndexes');
  if (!collection) {
    const name = String(body.dropIndexes ?? body.deleteIndexes);
    throw new CommandError(26, `ns not found ${context.db}.${name}`);
  }
  const nIndexesWas = collection.indexes.length;
  const all = body.index === '*';
  const doomed = all ? collection.indexes.slice(1) : namedIndexes(collection, body.index);
  for (const index of new Set(doomed)) store.dropIndex(collection, index);
  return { nIndexesWas, ...(all ? { msg: 'non-_id indexes dropped for collection' } : {}) };
};

function namedIndexes(collection: Collection, wanted: unknown): Index[] {
  const list: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((one) => {
    if (typeof one !== 'string' && (!isDoc(one) || Array.isArray(wanted)))
      throw new CommandError(14, "BSON field 'dropIndexes.index' is the wrong type");
    const found = indexesLike(collection, one);
    const [index, other] = found;
    if (!index)
      throw new CommandError(
        27,
        isDoc(one)
          ? `can't find index with key: ${shownDoc(one)}`
          : `index not found with name [${String(one)}]`,
      );
    if (other)
      throw new CommandError(
        181,
        `${found.length} indexes found for key: ${shownDoc(index.spec.key)}, identify by name instead.`,
      );
    if (index === collection.idIndex) throw new CommandError(72, 'cannot drop _id index');
    return index;
  });
}

const indexesLike = (collection: Collection, wanted: unknown): Index[] =>
  collection.indexes.filter(
    ({ spec }) => spec.name === wanted || (isDoc(wanted) && equalValues(spec.key, wanted)),
  );

export const findIndex = (collection: Collection, wanted: unknown): Index | undefined =>
  indexesLike(collection, wanted)[0];

export const listIndexes: Command = (context) => {
  checkFields(context.body, 'listIndexes', ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo']);
  const collection = collectionOf(context, 'listIndexes');
  if (!collection)
    throw new CommandError(26, `ns does not exist: ${context.db}.${collectionName(context, 'listIndexes')}`);
  const specs = collection.indexes.map(({ spec }) => toBytes(shownSpec(spec)));
  return context.cursors.start(collection.namespace, specs[Symbol.iterator](), Infinity);
};

// The _id index is unique, but MongoDB does not list that
function shownSpec({ v, key, name, ...options }: IndexSpec): Doc {
  return name === ID_INDEX ? { v, key, name } : { v, key, name, ...options };
}
