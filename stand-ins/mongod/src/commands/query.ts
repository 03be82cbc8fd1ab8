import { toBytes } from '../bson/encode.js';
import { equalValues } from '../bson/order.js';
import { shownDoc } from '../bson/show.js';
import { isDoc, toNumber, type Doc } from '../bson/values.js';
import { badValue, failedToParse, notSupported } from '../errors.js';
import { execute, type Effort, type Query } from '../plan/execute.js';
import { choosePlan } from '../plan/planner.js';
import { compile, type Condition } from '../query/matcher.js';
import type { MatchDetails } from '../query/path.js';
import type { Projection } from '../query/projection.js';
import { parseSort } from '../query/sort.js';
import type { Collection } from '../store/collection.js';
import type { Index } from '../store/index.js';

const newEffort = (): Effort => ({ keysExamined: 0, docsExamined: 0 });

export interface QueryOptions {
  filter: Doc;
  sort?: unknown;
  hint?: unknown;
}

/**
 * Compiles a filter and chooses a plan. This is also done for a collection that does not exist, so that a
 * wrong filter is always an error.
 */
export function makeQuery(collection: Collection, { filter, sort, hint }: QueryOptions): Query {
  const condition = compile(filter);
  const { hint: fromSort, fields } = naturalOrder(sort);
  const wanted = fromSort ?? findHint(collection, hint);
  const plan = choosePlan(collection, condition, fields, wanted);
  return { collection, plan, condition, sort: fields, effort: newEffort() };
}

/** Splits off a `$natural` sort. It means the order of the documents, and so it is a hint too. */
function naturalOrder(sort: unknown) {
  if (!isDoc(sort) || !('$natural' in sort)) return { hint: undefined, fields: parseSort(sort) };
  if (Object.keys(sort).length > 1)
    throw badValue(`Cannot include '$natural' in compound sort: ${shownDoc(sort)}`);
  return { hint: natural(sort.$natural, 'sort'), fields: [] };
}

function natural(direction: unknown, of: string): 'scan' {
  const number = toNumber(direction);
  if (number !== 1 && number !== -1)
    throw badValue(`$natural ${of} cannot be set to a value other than -1 or 1.`);
  if (number === -1) throw notSupported(`a descending $natural ${of}`);
  return 'scan';
}

function findHint(collection: Collection, hint: unknown): Index | 'scan' | undefined {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (!isDoc(hint) && typeof hint !== 'string') throw failedToParse('Hint must be a string or an object');
  if (isDoc(hint) && '$natural' in hint) return natural(hint.$natural, 'hint');
  const index = collection.indexes.find(
    ({ spec }) => !spec.hidden && (spec.name === hint || (isDoc(hint) && equalValues(spec.key, hint))),
  );
  if (!index)
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  return index;
}

export interface Window {
  skip?: number | undefined;
  limit?: number | undefined;
}

/** Runs a query and yields its rows as bytes, after skip, limit and projection. */
export function* rows(
  query: Query,
  { skip = 0, limit = 0 }: Window,
  projection?: Projection,
): Generator<Buffer> {
  let seen = 0;
  const last = limit === 0 ? Infinity : skip + limit;
  for (const { stored, bytes } of execute(query)) {
    if (++seen <= skip) continue;
    yield projection ? projected(query.condition, projection, stored.decode()) : bytes;
    if (seen >= last) return;
  }
}

function projected(condition: Condition, projection: Projection, doc: Doc): Buffer {
  return toBytes(projectDoc(condition, projection, doc));
}

export function projectDoc(condition: Condition, projection: Projection, doc: Doc): Doc {
  const details: MatchDetails = {};
  if (projection.positional) condition.test(doc, details);
  return projection.apply(doc, details);
}
