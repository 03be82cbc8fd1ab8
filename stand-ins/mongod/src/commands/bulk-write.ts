import { toBytes } from '../bson/encode.js';
import { toNumber, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse } from '../errors.js';
import { decodedDocuments } from '../wire/message.js';
import { authorize } from './authorize.js';
import {
  checkCollation,
  checkFields,
  flagField,
  refuse,
  requireDoc,
  requireFields,
  type Command,
  type Context,
} from './context.js';
import { makeQuery } from './query.js';
import { updateDocuments } from './update.js';
import { checkBatch, matching, storable, target } from './write.js';

const FIELDS = ['ops', 'nsInfo', 'errorsOnly', 'ordered', 'bypassDocumentValidation', 'let', 'cursor'];

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  insert: ['document'],
  update: [
    'filter',
    'updateMods',
    'multi',
    'upsert',
    'arrayFilters',
    'hint',
    'constants',
    'collation',
    'sort',
  ],
  delete: ['filter', 'multi', 'hint', 'collation'],
};

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  insert: ['document'],
  update: ['filter', 'updateMods'],
  delete: ['filter'],
};

interface Totals {
  nErrors: number;
  nInserted: number;
  nMatched: number;
  nModified: number;
  nUpserted: number;
  nDeleted: number;
}

interface Operation {
  kind: string;
  entry: Doc;
  name: string;
  context: Context;
}

/** The command behind `MongoClient.bulkWrite`: writes to several collections, each with an answer of its own. */
export const bulkWrite: Command = (context) => {
  const { body, db, request, cursors } = context;
  if (db !== 'admin') throw new CommandError(13, 'bulkWrite may only be run against the admin database.');
  checkFields(body, 'bulkWrite', FIELDS);
  refuse(body, 'let');
  const ordered = flagField(body, 'ordered', 'bulkWrite') ?? true;
  const errorsOnly = flagField(body, 'errorsOnly', 'bulkWrite') ?? false;
  const ops = decodedDocuments(request, 'ops');
  checkBatch(ops.length);
  const namespaces = decodedDocuments(request, 'nsInfo').map(namespaceOf);
  if (new Set(namespaces).size < namespaces.length)
    throw badValue('BulkWrite nsInfo has duplicate namespaces');
  const operations = ops.map((entry, i) =>
    operationOf(context, requireDoc(entry, `ops.${i}`), i, namespaces),
  );
  const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const replies: Doc[] = [];
  for (const [idx, operation] of operations.entries()) {
    const reply = answered(operation, idx, totals);
    if (reply.ok === 0 || !errorsOnly) replies.push(reply);
    if (reply.ok === 0 && ordered) break;
  }
  return cursors.start(
    'admin.$cmd.bulkWrite',
    replies.map(toBytes)[Symbol.iterator](),
    Infinity,
    false,
    totals,
  );
};

function namespaceOf(info: Doc): string {
  requireFields(info, 'bulkWrite.nsInfo', ['ns']);
  const { ns } = info;
  if (typeof ns !== 'string' || !/^[^.]+\../s.test(ns))
    throw new CommandError(73, `Invalid namespace specified for bulkWrite: '${String(ns)}'`);
  return ns;
}

function operationOf(context: Context, entry: Doc, index: number, namespaces: string[]): Operation {
  const kind = Object.keys(entry)[0] ?? '';
  const fields = Object.hasOwn(OPERATIONS, kind) ? OPERATIONS[kind] : undefined;
  if (!fields) throw badValue(`BulkWrite operation '${kind}' is not insert, update or delete`);
  checkFields(entry, kind, fields);
  requireFields(entry, kind, REQUIRED[kind] ?? []);
  checkCollation(entry);
  const namespace = namespaces[toNumber(entry[kind]) ?? -1];
  if (namespace === undefined) throw badValue(`BulkWrite ops entry ${index} has an invalid nsInfo index.`);
  const dot = namespace.indexOf('.');
  const [db, name] = [namespace.slice(0, dot), namespace.slice(dot + 1)];
  const inner = { ...context, db, body: { [kind]: name } };
  authorize(inner, kind, ['write']);
  return { kind, entry, name, context: inner };
}

function answered(operation: Operation, idx: number, totals: Totals): Doc {
  try {
    return { ok: 1, idx, ...run(operation, totals) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    totals.nErrors++;
    return { ok: 0, idx, code: error.code, errmsg: error.message, ...error.details, n: 0 };
  }
}

function run(operation: Operation, totals: Totals): Doc {
  if (operation.kind === 'insert') return insertOne(operation, totals);
  return operation.kind === 'update' ? updateSome(operation, totals) : deleteSome(operation, totals);
}

function insertOne({ entry, context, name }: Operation, totals: Totals): Doc {
  const document = toBytes(requireDoc(entry.document, 'insert.document'));
  context.store.getOrCreate(context.db, name).insert(storable(document));
  totals.nInserted++;
  return { n: 1 };
}

function updateSome({ entry, context, name }: Operation, totals: Totals): Doc {
  const upsert = flagField(entry, 'upsert', 'update') ?? false;
  const multi = flagField(entry, 'multi', 'update') ?? false;
  if (multi && entry.sort !== undefined) throw failedToParse('Cannot specify sort with multi=true');
  const { matched, modified, upserted } = updateDocuments(() => target(context, name, upsert), {
    filter: requireDoc(entry.filter, 'update.filter'),
    update: entry.updateMods,
    multi,
    upsert,
    arrayFilters: entry.arrayFilters,
    hint: entry.hint,
    sort: entry.sort,
    constants: entry.constants,
  });
  totals.nMatched += matched;
  totals.nModified += modified;
  if (!upserted) return { n: matched, nModified: modified };
  totals.nUpserted++;
  return { n: 1, nModified: 0, upserted: { _id: upserted._id } };
}

function deleteSome({ entry, context, name }: Operation, totals: Totals): Doc {
  const collection = target(context, name, false);
  const filter = requireDoc(entry.filter, 'delete.filter');
  const one = flagField(entry, 'multi', 'delete') !== true;
  const doomed = matching(makeQuery(collection, { filter, hint: entry.hint }), one);
  for (const stored of doomed) collection.remove(stored);
  totals.nDeleted += doomed.length;
  return { n: doomed.length };
}
