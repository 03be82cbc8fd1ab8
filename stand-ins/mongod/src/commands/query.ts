import { toBytes } from '../bson/encode.js';
import { isDoc, type Doc } from '../bson/values.js';
import { badValue } from '../errors.js';
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

function naturalOrder(sort: unknown) {
  if (isDoc(sort) && '$natural' in sort) {
    if (sort.$natural === -1)
      throw badValue('a descending $natural sort is not supported by the stand-in for mongod');
    return { hint: 'scan' as const, fields: [] };
  }
  return { hint: undefined, fields: parseSort(sort) };
}

function findHint(collection: Collection, hint: unknown): Index | 'scan' | undefined {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (isDoc(hint) && '$natural' in hint) return 'scan';
  const wanted = JSON.stringify(hint);
  const index = collection.indexes.find(
    ({ spec }) => !spec.hidden && (spec.name === hint || JSON.stringify(spec.key) === wanted),
  );
  if (!index)
    throw badValue(
      'error processing query: planner returned error: hint provided does not correspond to an existing index',
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
