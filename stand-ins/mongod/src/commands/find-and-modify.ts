import { decode } from '../bson/decode.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { failedToParse } from '../errors.js';
import { execute } from '../plan/execute.js';
import { compile } from '../query/matcher.js';
import { parseProjection } from '../query/projection.js';
import {
  checkCollation,
  checkFields,
  collectionName,
  docField,
  flagField,
  refuse,
  type Command,
  type Context,
} from './context.js';
import { emptyCollection } from './empty-collection.js';
import { makeQuery, projectDoc } from './query.js';
import { updateDocuments } from './update.js';

const FIELDS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'bypassDocumentValidation',
  'collation',
  'arrayFilters',
  'hint',
  'let',
];

export const findAndModify: Command = (context) => {
  const { body } = context;
  checkFields(body, 'findAndModify', [...FIELDS, 'findandmodify']);
  checkCollation(body);
  refuse(body, 'let');
  for (const flag of ['remove', 'new', 'upsert']) flagField(body, flag, 'findAndModify');
  if (body.arrayFilters !== undefined && truthy(body.remove))
    throw failedToParse('Cannot specify arrayFilters and remove=true');
  if (!truthy(body.remove)) return modify(context);
  if (body.update !== undefined) throw failedToParse("Cannot specify both an 'update' and 'remove'=true");
  if (truthy(body.upsert)) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (truthy(body.new))
    throw failedToParse(
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  return remove(context);
};

function remove(context: Context): Doc {
  const { body, store, db } = context;
  const collection = store.get(db, nameOf(context));
  const query = makeQuery(collection ?? emptyCollection(db, nameOf(context)), queryOptions(body));
  const projection = parseProjection(body.fields, query.condition);
  for (const { stored } of execute(query)) {
    const doc = stored.decode();
    collection?.remove(stored);
    const value = projection ? projectDoc(query.condition, projection, doc) : doc;
    return { lastErrorObject: { n: 1 }, value };
  }
  return { lastErrorObject: { n: 0 }, value: null };
}

function modify(context: Context): Doc {
  const { body, store, db } = context;
  if (body.update === undefined) throw failedToParse('Either an update or remove=true must be specified');
  if (!isDoc(body.update) && !Array.isArray(body.update))
    throw failedToParse('Update argument must be either an object or an array');
  const upsert = truthy(body.upsert);
  const name = nameOf(context);
  const collectionFor = () =>
    upsert ? store.getOrCreate(db, name) : (store.get(db, name) ?? emptyCollection(db, name));
  const options = queryOptions(body);
  const condition = compile(options.filter);
  const projection = parseProjection(body.fields, condition);
  const result = updateDocuments(collectionFor, {
    ...options,
    update: body.update,
    multi: false,
    upsert,
    arrayFilters: body.arrayFilters,
  });
  const chosen = truthy(body.new)
    ? (result.after ?? result.upserted)
    : result.before && decode(result.before);
  const value = chosen && projection ? projectDoc(condition, projection, chosen) : chosen;
  const lastErrorObject: Doc = {
    n: result.upserted ? 1 : result.matched,
    updatedExisting: result.matched > 0,
  };
  if (result.upserted) lastErrorObject.upserted = result.upserted._id;
  return { lastErrorObject, value: value ?? null };
}

function queryOptions(body: Doc) {
  const { hint } = body;
  return { filter: docField(body, 'query'), sort: body.sort, hint };
}

const nameOf = (context: Context): string =>
  collectionName(context, 'findAndModify' in context.body ? 'findAndModify' : 'findandmodify');
