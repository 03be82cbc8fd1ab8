import { isUsers } from '../auth/users.js';
import { isDoc, type Doc } from '../bson/values.js';
import { CommandError, notSupported, typeMismatch } from '../errors.js';
import { refuseUnsupported } from '../query/mingo.js';
import { isStage, plainDoc, runStages } from '../query/pipeline.js';
import { requireRight } from './authorize.js';
import { checkCollation, checkFields, countField, docField, type Command, type Context } from './context.js';
import { collectionOrEmpty } from './empty-collection.js';
import { makeQuery, rows, toBytes, type Window } from './query.js';

const FIELDS = [
  'pipeline',
  'cursor',
  'allowDiskUse',
  'bypassDocumentValidation',
  'hint',
  'let',
  'collation',
  'explain',
];
const UNSUPPORTED = new Set([
  '$out',
  '$merge',
  '$changeStream',
  '$geoNear',
  '$search',
  '$searchMeta',
  '$vectorSearch',
  '$indexStats',
  '$collStats',
  '$planCacheStats',
  '$currentOp',
  '$listSessions',
  '$listLocalSessions',
]);

export const aggregate: Command = (context) => {
  const { body, cursors } = context;
  checkFields(body, 'aggregate', FIELDS);
  if (!isDoc(body.cursor) && body.explain !== true)
    throw new CommandError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  const { query, window, rest, variables } = aggregateQuery(context);
  const batchSize = isDoc(body.cursor) ? countField(body.cursor, 'batchSize') : undefined;
  const stream =
    rest.length === 0 ? rows(query, window) : piped(context, rest, rows(query, window), variables);
  return cursors.start(query.collection.namespace, stream, batchSize);
};

/**
 * Splits a pipeline. The first stages, as far as a find can do them, become a query that may use indexes.
 * `rest` holds the other stages.
 */
export function aggregateQuery(context: Context) {
  const { body } = context;
  checkCollation(body);
  const pipeline = stagesOf(body.pipeline);
  const variables = docField(body, 'let');
  const filters: Doc[] = [];
  const window: Window = {};
  let sort: unknown;
  let at = 0;
  for (; at < pipeline.length; at++) {
    const [name, value] = Object.entries(pipeline[at] ?? {})[0] ?? [];
    if (name === '$match' && sort === undefined && window.skip === undefined && isDoc(value))
      filters.push(value);
    else if (
      name === '$sort' &&
      sort === undefined &&
      window.skip === undefined &&
      window.limit === undefined
    )
      sort = value;
    else if (name === '$skip' && window.skip === undefined && window.limit === undefined)
      window.skip = countField({ value }, 'value');
    else if (name === '$limit' && window.limit === undefined) window.limit = limitOf(value);
    else break;
    if (name === '$limit') {
      at++;
      break;
    }
  }
  const filter = filters.length === 1 ? (filters[0] ?? {}) : filters.length === 0 ? {} : { $and: filters };
  const collection = collectionOrEmpty(context, 'aggregate');
  const query = makeQuery(collection, { filter, sort, hint: body.hint, variables });
  return { query, window, rest: pipeline.slice(at), variables };
}

function limitOf(value: unknown): number {
  const limit = countField({ value }, 'value') ?? 0;
  if (limit === 0) throw new CommandError(15958, 'the limit must be positive');
  return limit;
}

function stagesOf(pipeline: unknown): Doc[] {
  if (!Array.isArray(pipeline)) throw typeMismatch("'pipeline' option must be specified as an array");
  for (const stage of pipeline) {
    if (!isDoc(stage)) throw typeMismatch('Each element of the pipeline array must be an object');
    const [name = '', ...others] = Object.keys(stage);
    if (others.length > 0 || name === '')
      throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.');
    if (UNSUPPORTED.has(name)) throw notSupported(`the stage ${name}`);
    if (!isStage(name)) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
  refuseUnsupported(pipeline);
  return pipeline as Doc[];
}

/** Runs the stages that need all rows at once. */
function* piped(
  context: Context,
  stages: Doc[],
  source: Iterable<Buffer>,
  variables: Doc,
): Generator<Buffer> {
  const resolve = (name: string) => plainDocuments(context, name);
  for (const doc of runStages(stages, Array.from(source, plainDoc), variables, resolve)) yield toBytes(doc);
}

function plainDocuments(context: Context, name: string): Doc[] {
  const { store, db } = context;
  if (isUsers(db, name)) requireRight(context, 'credentials');
  const collection = store.get(db, name);
  return collection ? Array.from(rows(makeQuery(collection, { filter: {} }), {}), plainDoc) : [];
}
