import { keyOf } from '../bson/order.js';
import { toNumber, truthy, type Doc } from '../bson/values.js';
import { CommandError, failedToParse, typeMismatch } from '../errors.js';
import { execute } from '../plan/execute.js';
import { visitPath } from '../query/path.js';
import { parseProjection } from '../query/projection.js';
import {
  checkCollation,
  checkFields,
  countField,
  docField,
  refuse,
  requireFields,
  wrongType,
  type Command,
  type Context,
} from './context.js';
import { collectionOrEmpty } from './empty-collection.js';
import { makeQuery, rows } from './query.js';

const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'let',
  'collation',
  'allowDiskUse',
  'noCursorTimeout',
  'allowPartialResults',
  'max',
  'min',
  'returnKey',
  'showRecordId',
  'tailable',
  'awaitData',
  'oplogReplay',
];

export const find: Command = (context) => {
  const { body, cursors } = context;
  checkFields(body, 'find', FIND_FIELDS);
  const { query, window, projection } = findQuery(context);
  const batchSize = countField(body, 'batchSize');
  const stream = rows(query, window, projection);
  return cursors.start(query.collection.namespace, stream, batchSize, truthy(body.singleBatch));
};

/** Reads the options of a `find`, to run it or to explain it. */
export function findQuery(context: Context) {
  const { body } = context;
  checkCollation(body);
  if (truthy(body.awaitData) && !truthy(body.tailable))
    throw failedToParse("Cannot set 'awaitData' without also setting 'tailable'");
  refuse(body, 'max', 'min', 'returnKey', 'showRecordId', 'tailable', 'let');
  const query = makeQuery(collectionOrEmpty(context, 'find'), {
    filter: docField(body, 'filter'),
    sort: body.sort,
    hint: body.hint,
  });
  const window = { skip: countField(body, 'skip'), limit: countField(body, 'limit') };
  return { query, window, projection: parseProjection(body.projection, query.condition) };
}

export const getMore: Command = ({ body, db, cursors }) => {
  checkFields(body, 'getMore', ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime']);
  if (typeof body.getMore !== 'bigint')
    throw typeMismatch("BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  return cursors.more(body.getMore, `${db}.${String(body.collection)}`, countField(body, 'batchSize'));
};

export const killCursors: Command = ({ body, cursors }) => {
  if (!Array.isArray(body.cursors))
    throw typeMismatch("BSON field 'killCursors.cursors' is the wrong type, expected type 'array'");
  const ids = body.cursors as bigint[];
  const cursorsKilled = ids.filter((id) => cursors.kill(id));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
};

export const count: Command = (context) => {
  const { body } = context;
  checkFields(body, 'count', ['query', 'limit', 'skip', 'hint', 'collation', 'fields']);
  checkCollation(body);
  const query = makeQuery(collectionOrEmpty(context, 'count'), {
    filter: docField(body, 'query'),
    hint: body.hint,
  });
  const skip = countField(body, 'skip') ?? 0;
  const limit = countLimit(body.limit);
  let n = 0;
  for (const _ of execute(query)) if (++n >= skip + limit) break;
  return { n: Math.max(0, n - skip) };
};

/** A negative limit counts like a positive one. */
function countLimit(limit: unknown): number {
  const number = toNumber(limit ?? 0);
  if (number === undefined) throw wrongType('limit', limit, '[long, int, decimal, double]');
  return Math.abs(Math.trunc(number)) || Infinity;
}

const MOST_BYTES = 16 * 1024 * 1024;

export const distinct: Command = (context) => {
  const { body } = context;
  checkFields(body, 'distinct', ['key', 'query', 'collation', 'hint']);
  checkCollation(body);
  requireFields(body, 'distinct', ['key']);
  if (typeof body.key !== 'string') throw wrongType('distinct.key', body.key, 'string');
  const query = makeQuery(collectionOrEmpty(context, 'distinct'), {
    filter: docField(body, 'query'),
    hint: body.hint,
  });
  const path = body.key.split('.');
  const fields = new Set(path.slice(0, 1));
  const values = new Map<string, unknown>();
  let bytes = 0;
  for (const { stored } of execute(query))
    for (const value of distinctValues(stored.decode(fields), path)) {
      const key = keyOf([value]);
      if (values.has(key)) continue;
      values.set(key, value);
      bytes += key.length;
      if (bytes > MOST_BYTES) throw new CommandError(17217, 'distinct too big, 16mb cap');
    }
  return { values: [...values.values()] };
};

/** An array contributes its items, so an empty array contributes nothing. */
function distinctValues(doc: Doc, path: readonly string[]): unknown[] {
  const values: unknown[] = [];
  visitPath(doc, path, false, (value) => {
    if (Array.isArray(value)) values.push(...(value as unknown[]));
    else if (typeof value !== 'symbol') values.push(value);
    return false;
  });
  return values;
}
