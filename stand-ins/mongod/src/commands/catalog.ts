import { Binary, UUID } from 'bson';
import { ADMIN } from '../auth/roles.js';
import { toBytes } from '../bson/encode.js';
import { shownValue } from '../bson/show.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { compile } from '../query/matcher.js';
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
import { findIndex } from './indexes.js';

const CREATE_OPTIONS = [
  'capped',
  'size',
  'max',
  'timeseries',
  'viewOn',
  'pipeline',
  'validator',
  'validationLevel',
  'validationAction',
  'collation',
  'clusteredIndex',
  'encryptedFields',
  'changeStreamPreAndPostImages',
];
const CREATE_FIELDS = [
  ...CREATE_OPTIONS,
  'autoIndexId',
  'storageEngine',
  'indexOptionDefaults',
  'expireAfterSeconds',
];

export const create: Command = (context) => {
  const { body, store, db } = context;
  checkFields(body, 'create', CREATE_FIELDS);
  refuse(body, ...CREATE_OPTIONS.filter((option) => option !== 'collation'));
  if (isDoc(body.collation) && body.collation.locale !== 'simple') throw notSupported('collation');
  const name = collectionName(context, 'create');
  // A second request for the same collection is no error
  if (!store.get(db, name)) store.create(db, name, {});
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

export const collMod: Command = (context) => {
  const { body, store } = context;
  checkFields(body, 'collMod', ['index']);
  const collection = collectionOf(context, 'collMod');
  if (!collection)
    throw new CommandError(26, `ns does not exist: ${context.db}.${collectionName(context, 'collMod')}`);
  if (body.index === undefined) return {};
  const change = requireDoc(body.index, 'collMod.index');
  checkFields(change, 'index', ['keyPattern', 'name', 'expireAfterSeconds', 'hidden']);
  const index = findIndex(collection, change.name ?? change.keyPattern);
  if (!index)
    throw new CommandError(
      27,
      `cannot find index ${shownValue(change.name ?? change.keyPattern)} for ns ${collection.namespace}`,
    );
  const { expireAfterSeconds, hidden } = change;
  const answer: Doc = {};
  if (expireAfterSeconds !== undefined) {
    answer.expireAfterSeconds_old = index.spec.expireAfterSeconds;
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
