import { Binary, UUID } from 'bson';
import { ADMIN } from '../auth/roles.js';
import { toBytes } from '../bson/encode.js';
import { shownValue } from '../bson/show.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { badValue, CommandError } from '../errors.js';
import { compile } from '../query/matcher.js';
import type { Collection } from '../store/collection.js';
import type { Index } from '../store/index.js';
import { has } from './authorize.js';
import {
  checkFields,
  collectionName,
  collectionOf,
  docField,
  refuse,
  requireDoc,
  type Command,
} from './context.js';
import { checkSameOptions, createOptions } from './create-options.js';
import { checkExpiry } from './index-spec.js';
import { findIndex } from './indexes.js';

export const create: Command = (context) => {
  const { body, store, db } = context;
  const options = createOptions(body);
  const name = collectionName(context, 'create');
  const existing = store.get(db, name);
  if (existing) checkSameOptions(existing.namespace, existing.options, options);
  else store.create(db, name, options);
  return {};
};

export const drop: Command = (context) => {
  checkFields(context.body, 'drop', []);
  const collection = collectionOf(context, 'drop');
  if (!collection) return {}; // no error since MongoDB 7.0
  context.store.drop(collection);
  return { nIndexesWas: collection.indexes.length, ns: collection.namespace };
};

export const dropDatabase: Command = ({ store, db, access }) => {
  if (db === ADMIN && access.users.exist)
    throw new CommandError(20, 'the stand-in for mongod does not drop the database that has the users');
  const doomed = store.collections(db);
  for (const collection of doomed) store.drop(collection);
  return doomed.length > 0 ? { dropped: db } : {};
};

export const listCollections: Command = ({ body, db, store, cursors }) => {
  checkFields(body, 'listCollections', ['filter', 'nameOnly', 'authorizedCollections', 'cursor']);
  const condition = compile(docField(body, 'filter'));
  const listed = store
    .collections(db)
    .map(({ name, options, uuid }): Doc => ({
      name,
      type: 'collection',
      ...(truthy(body.nameOnly)
        ? {}
        : {
            options,
            info: { readOnly: false, uuid: asUuid(uuid) },
            idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
          }),
    }))
    .filter((entry) => condition.test(entry));
  const batchSize =
    isDoc(body.cursor) && typeof body.cursor.batchSize === 'number' ? body.cursor.batchSize : Infinity;
  return cursors.start(`${db}.$cmd.listCollections`, listed.map(toBytes)[Symbol.iterator](), batchSize);
};

const asUuid = (uuid: Binary): UUID => new UUID(uuid.buffer.subarray(0, 16));

export const listDatabases: Command = (context) => {
  const { body, store } = context;
  checkFields(body, 'listDatabases', ['filter', 'nameOnly', 'authorizedDatabases']);
  const sizes = new Map<string, number>();
  for (const { db, bytes } of store.collections()) sizes.set(db, (sizes.get(db) ?? 0) + bytes);
  const condition = compile(docField(body, 'filter'));
  const mayList = (name: string) => has(context, 'read', name) || has(context, 'monitor', name);
  const names = [...sizes.keys()].filter(mayList).sort();
  if (truthy(body.nameOnly))
    return { databases: names.map((name) => ({ name })).filter((entry) => condition.test(entry)) };
  const databases = names
    .map((name) => ({ name, sizeOnDisk: BigInt(sizes.get(name) ?? 0), empty: false }))
    .filter((entry) => condition.test(entry));
  const totalSize = databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0n);
  return { databases, totalSize, totalSizeMb: totalSize / 1_048_576n };
};

const COLL_MOD_REFUSED = [
  'validator',
  'validationLevel',
  'validationAction',
  'viewOn',
  'pipeline',
  'changeStreamPreAndPostImages',
  'timeseries',
  'timeseriesBucketsMayHaveMixedSchemaData',
  'cappedSize',
  'cappedMax',
  'expireAfterSeconds',
  'dryRun',
];

export const collMod: Command = (context) => {
  const { body, store } = context;
  checkFields(body, 'collMod', ['index', ...COLL_MOD_REFUSED]);
  const collection = collectionOf(context, 'collMod');
  if (!collection)
    throw new CommandError(26, `ns does not exist: ${context.db}.${collectionName(context, 'collMod')}`);
  refuse(body, ...COLL_MOD_REFUSED);
  if (body.index === undefined) return {};
  const change = requireDoc(body.index, 'collMod.index');
  const index = indexToChange(collection, change);
  const { expireAfterSeconds, hidden } = change;
  const answer: Doc = {};
  if (expireAfterSeconds !== undefined) {
    const before = index.spec.expireAfterSeconds;
    if (before !== undefined) answer.expireAfterSeconds_old = before;
    answer.expireAfterSeconds_new = expireAfterSeconds;
    store.alterIndex(collection, index, { expireAfterSeconds });
  }
  if (hidden !== undefined) {
    answer.hidden_old = index.spec.hidden === true;
    answer.hidden_new = truthy(hidden);
    store.alterIndex(collection, index, { hidden: truthy(hidden) });
  }
  return answer;
};

function indexToChange(collection: Collection, change: Doc): Index {
  checkFields(change, 'collMod.index', [
    'keyPattern',
    'name',
    'expireAfterSeconds',
    'hidden',
    'unique',
    'prepareUnique',
  ]);
  refuse(change, 'unique', 'prepareUnique');
  const { name, keyPattern, expireAfterSeconds, hidden } = change;
  if (name === undefined && keyPattern === undefined)
    throw invalidOptions('Must specify either index name or key pattern.');
  if (name !== undefined && keyPattern !== undefined)
    throw invalidOptions('Cannot specify both key pattern and name.');
  if (expireAfterSeconds === undefined && hidden === undefined)
    throw invalidOptions('no expireAfterSeconds, hidden, unique, or prepareUnique field');
  const index = findIndex(collection, name ?? keyPattern);
  if (!index)
    throw new CommandError(
      27,
      `cannot find index ${shownValue(name ?? keyPattern)} for ns ${collection.namespace}`,
    );
  if (index === collection.idIndex)
    throw hidden !== undefined
      ? badValue("can't hide _id index")
      : invalidOptions('the _id field does not support TTL indexes');
  if (expireAfterSeconds !== undefined) checkExpiry(index.spec.key, expireAfterSeconds, invalidOptions);
  return index;
}

const invalidOptions = (message: string): CommandError => new CommandError(72, message);
