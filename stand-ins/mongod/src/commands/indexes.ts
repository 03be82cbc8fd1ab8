import { toBytes } from '../bson/encode.js';
import { compareValues, equalValues } from '../bson/order.js';
import { shownDoc } from '../bson/show.js';
import { isDoc, toNumber, truthy, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { compile, type Condition } from '../query/matcher.js';
import type { Collection } from '../store/collection.js';
import type { Index, IndexSpec } from '../store/index.js';
import { checkCollation, checkFields, collectionName, collectionOf, type Command } from './context.js';

const INDEX_FIELDS = [
  'key',
  'name',
  'unique',
  'sparse',
  'hidden',
  'background',
  'expireAfterSeconds',
  'partialFilterExpression',
  'v',
  'ns',
  'collation',
];

export const createIndexes: Command = (context) => {
  const { body, store, db } = context;
  checkFields(body, 'createIndexes', ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions']);
  const name = collectionName(context, 'createIndexes');
  if (!Array.isArray(body.indexes) || body.indexes.length === 0)
    throw new CommandError(2, 'Must specify at least one index to create');
  const specs = body.indexes.map(parseSpec);
  const createdCollectionAutomatically = !store.get(db, name);
  const collection = store.getOrCreate(db, name);
  const numIndexesBefore = collection.indexes.length;
  for (const spec of specs) if (!alreadyThere(collection, spec)) store.createIndex(collection, spec);
  const numIndexesAfter = collection.indexes.length;
  const note = numIndexesAfter === numIndexesBefore ? { note: 'all indexes already exist' } : {};
  return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically, ...note };
};

function parseSpec(spec: unknown): IndexSpec {
  if (!isDoc(spec)) throw new CommandError(14, 'an index specification has to be an object');
  for (const key of Object.keys(spec)) {
    if (
      [
        'weights',
        'default_language',
        'wildcardProjection',
        'storageEngine',
        'bits',
        'min',
        'max',
        '2dsphereIndexVersion',
        'textIndexVersion',
      ].includes(key)
    )
      throw notSupported(`the index option ${key}`);
    if (!INDEX_FIELDS.includes(key))
      throw new CommandError(
        197,
        `The field '${key}' is not valid for an index specification. Specification: ${shownDoc(spec)}`,
      );
  }
  checkCollation(spec);
  if (!isDoc(spec.key))
    throw new CommandError(9, "The 'key' field is a required property of an index specification");
  checkKey(spec.key);
  const parsed: IndexSpec = {
    v: 2,
    key: spec.key,
    name: typeof spec.name === 'string' ? spec.name : defaultName(spec.key),
  };
  for (const flag of ['unique', 'sparse', 'hidden'] as const) if (truthy(spec[flag])) parsed[flag] = true;
  if (spec.partialFilterExpression !== undefined) {
    if (!isDoc(spec.partialFilterExpression))
      throw new CommandError(14, 'partialFilterExpression has to be an object');
    if (parsed.sparse)
      throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
    checkPartial(compile(spec.partialFilterExpression));
    parsed.partialFilterExpression = spec.partialFilterExpression;
  }
  if (spec.expireAfterSeconds !== undefined)
    parsed.expireAfterSeconds = expiry(spec.key, spec.expireAfterSeconds);
  return parsed;
}

const defaultName = (key: Doc): string =>
  Object.keys(key)
    .map((field) => `${field}_${String(toNumber(key[field]) ?? key[field])}`)
    .join('_');

function checkKey(key: Doc): void {
  const fields = Object.keys(key);
  if (fields.length === 0) throw new CommandError(67, 'Index keys cannot be an empty object');
  for (const field of fields) {
    const direction = key[field];
    if (typeof direction === 'string') throw notSupported(`an index of type '${direction}'`);
    const number = toNumber(direction);
    if (number === undefined || number === 0 || Number.isNaN(number))
      throw new CommandError(
        67,
        `Values in v:2 index key pattern cannot be ${shownDoc({ [field]: direction })}. Only numbers > 0, numbers < 0, and strings are allowed.`,
      );
    if (field === '' || field.split('.').includes(''))
      throw new CommandError(67, 'Index keys cannot be an empty field.');
    if (field.split('.').some((part) => part.startsWith('$'))) {
      if (field.includes('$**')) throw notSupported('a wildcard index');
      throw new CommandError(67, `Index key contains an illegal field name: field name starts with '$'.`);
    }
  }
}

const PARTIAL_OPERATORS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$type', '$exists', '$in']);

function checkPartial(condition: Condition): void {
  if (condition.kind === 'and' || condition.kind === 'or') condition.parts.forEach(checkPartial);
  else if (condition.kind !== 'field' || !PARTIAL_OPERATORS.has(condition.operator))
    throw new CommandError(
      67,
      'Expression not supported in partial index: only $and, $or, $eq, $gt, $gte, $lt, $lte, $in, $type and $exists: true are',
    );
}

function expiry(key: Doc, value: unknown): unknown {
  const seconds = toNumber(value);
  if (seconds === undefined)
    throw new CommandError(67, `TTL index 'expireAfterSeconds' option must be numeric`);
  if (seconds < 0 || seconds > 0x7fffffff)
    throw new CommandError(
      67,
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a lower number`,
    );
  if (Object.keys(key).length > 1)
    throw new CommandError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if ('_id' in key)
    throw new CommandError(67, `The field 'expireAfterSeconds' is not valid for an _id index specification.`);
  return value;
}

/**
 * Returns whether the same index exists. Throws when another index has its name, or has its keys with other
 * options.
 */
function alreadyThere(collection: Collection, spec: IndexSpec): boolean {
  if (Object.keys(spec.key).join() === '_id' && compareValues(spec.key._id, 0) > 0) return true;
  const same = collection.indexes.find((index) => sameKeys(index.spec, spec));
  if (same) {
    if (same.spec.name !== spec.name)
      throw new CommandError(85, `Index already exists with a different name: ${same.spec.name}`);
    if (equalValues(same.spec.expireAfterSeconds, spec.expireAfterSeconds)) return true;
    throw new CommandError(
      85,
      `An equivalent index already exists with the same name but different options. Requested index: ${shownDoc({ ...spec })}, existing index: ${shownDoc({ ...same.spec })}`,
    );
  }
  const named = collection.indexes.find((index) => index.spec.name === spec.name);
  if (named)
    throw new CommandError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${shownDoc({ ...spec })}, existing index: ${shownDoc({ ...named.spec })}`,
    );
  return false;
}

function sameKeys(a: IndexSpec, b: IndexSpec): boolean {
  const identity = ({ key, unique, sparse, partialFilterExpression }: IndexSpec) => ({
    key: Object.keys(key).map((field) => [field, compareValues(key[field], 0) > 0]),
    options: [unique === true, sparse === true, partialFilterExpression ?? null],
  });
  return equalValues(identity(a), identity(b));
}

export const dropIndexes: Command = (context) => {
  const { body, store } = context;
  checkFields(body, 'dropIndexes', ['index', 'deleteIndexes']);
  const collection = collectionOf(context, 'dropIndexes');
  if (!collection)
    throw new CommandError(26, `ns not found ${context.db}.${collectionName(context, 'dropIndexes')}`);
  const nIndexesWas = collection.indexes.length;
  const all = body.index === '*';
  const doomed = all ? collection.indexes.slice(1) : namedIndexes(collection, body.index);
  for (const index of doomed) store.dropIndex(collection, index);
  return { nIndexesWas, ...(all ? { msg: 'non-_id indexes dropped for collection' } : {}) };
};

function namedIndexes(collection: Collection, wanted: unknown): Index[] {
  const list = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((one: unknown) => {
    const index = findIndex(collection, one);
    if (!index)
      throw new CommandError(
        27,
        typeof one === 'string'
          ? `index not found with name [${one}]`
          : `can't find index with key: ${isDoc(one) ? shownDoc(one) : String(one)}`,
      );
    if (index === collection.idIndex) throw new CommandError(72, 'cannot drop _id index');
    return index;
  });
}

export function findIndex(collection: Collection, wanted: unknown): Index | undefined {
  return collection.indexes.find(
    ({ spec }) => spec.name === wanted || (isDoc(wanted) && equalValues(spec.key, wanted)),
  );
}

export const listIndexes: Command = (context) => {
  checkFields(context.body, 'listIndexes', ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo']);
  const collection = collectionOf(context, 'listIndexes');
  if (!collection)
    throw new CommandError(26, `ns does not exist: ${context.db}.${collectionName(context, 'listIndexes')}`);
  const specs = collection.indexes.map(({ spec }) => toBytes(shownSpec(spec)));
  return context.cursors.start(collection.namespace, specs[Symbol.iterator](), Infinity);
};

// The _id index is unique, but MongoDB does not list that
function shownSpec({ name, ...spec }: IndexSpec): Doc {
  const { v, key, ...options } = spec;
  return name === '_id_' ? { v, key, name } : { v, key, name, ...options };
}
