import { isDoc, truthy, type Doc } from '../bson/values.js';
import { CommandError, notSupported, typeMismatch } from '../errors.js';
import { parsePipeline, stagesOf, type Stage } from '../query/pipeline.js';
import { checkCollation, checkFields, countField, refuse, type Command, type Context } from './context.js';
import { collectionOrEmpty } from './empty-collection.js';
import { makeQuery, rows, type Window } from './query.js';

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

export const aggregate: Command = (context) => {
  const { body, cursors } = context;
  checkFields(body, 'aggregate', FIELDS);
  if (truthy(body.explain)) throw notSupported('the option explain of aggregate (the command explain is)');
  const batchSize = batchSizeOf(body.cursor);
  const { query, window, rest } = aggregateQuery(context);
  const found: Iterable<Buffer> = rows(query, window);
  const stream = rest.reduce((input, stage) => stage.run(input), found);
  return cursors.start(query.collection.namespace, stream[Symbol.iterator](), batchSize);
};

function batchSizeOf(cursor: unknown): number | undefined {
  if (cursor === undefined)
    throw new CommandError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  if (!isDoc(cursor))
    throw typeMismatch("BSON field 'aggregate.cursor' is the wrong type, expected type 'object'");
  checkFields(cursor, 'cursor', ['batchSize']);
  return countField(cursor, 'batchSize');
}

/**
 * Splits a pipeline. The first stages, as far as a find can do them, become a query that may use indexes.
 * `rest` holds the other stages.
 */
export function aggregateQuery(context: Context) {
  const { body } = context;
  checkCollation(body);
  refuse(body, 'let');
  if (body.pipeline === undefined)
    throw new CommandError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  if (typeof body.aggregate === 'number') throw withoutCollection(body);
  const stages = parsePipeline(body.pipeline);
  const { filters, sort, window, length } = leading(stages);
  const filter = filters.length === 1 ? (filters[0] ?? {}) : filters.length === 0 ? {} : { $and: filters };
  const collection = collectionOrEmpty(context, 'aggregate');
  const query = makeQuery(collection, { filter, sort, hint: body.hint });
  return { query, window, rest: stages.slice(length) };
}

/** Takes the stages at the beginning that are in the order of a find: filter, sort, skip, limit. */
function leading(stages: readonly Stage[]) {
  const filters: Doc[] = [];
  const window: Window = {};
  let sort: Doc | undefined;
  let length = 0;
  for (const stage of stages) {
    if (stage.kind === 'match' && !sort && window.skip === undefined) filters.push(stage.value);
    else if (stage.kind === 'sort' && !sort && window.skip === undefined) sort = stage.value;
    else if (stage.kind === 'skip' && window.skip === undefined) window.skip = stage.value;
    else if (stage.kind === 'limit') {
      window.limit = stage.value;
      length++;
      break;
    } else break;
    length++;
  }
  return { filters, sort, window, length };
}

/** `{aggregate: 1}` is for the stages that read no collection. The stand-in has none of them. */
function withoutCollection({ aggregate: command, pipeline }: Doc): CommandError {
  if (command !== 1)
    return new CommandError(
      9,
      "Invalid command format: the 'aggregate' field must specify a collection name or 1",
    );
  const [first] = stagesOf(pipeline);
  if (!first) return new CommandError(73, '{aggregate: 1} is not valid for an empty pipeline.');
  if (NEEDS_NO_COLLECTION.has(first[0])) return notSupported(`the stage ${first[0]}`);
  return new CommandError(73, `{aggregate: 1} is not valid for '${first[0]}'; a collection is required.`);
}

const NEEDS_NO_COLLECTION = new Set([
  '$changeStream',
  '$currentOp',
  '$documents',
  '$listCatalog',
  '$listLocalSessions',
  '$listSampledQueries',
  '$queryStats',
  '$querySettings',
  '$shardedDataDistribution',
]);
