import type { Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import type { Condition } from '../query/matcher.js';
import type { MatchDetails } from '../query/path.js';
import { sortKey, type SortField } from '../query/sort.js';
import type { Collection } from '../store/collection.js';
import type { StoredDoc } from '../store/stored-doc.js';
import { timeLimit } from '../time-limit.js';
import type { Plan } from './planner.js';

/** The numbers of keys and documents that a query examined, for `explain`. */
export interface Effort {
  keysExamined: number;
  docsExamined: number;
}

export interface Found {
  stored: StoredDoc;
  bytes: Buffer;
}

export interface Query {
  collection: Collection;
  plan: Plan;
  condition: Condition;
  sort: readonly SortField[];
  effort: Effort;
}

/** Yields the matching documents in order, one at a time. The collection may change between two of them. */
export function* execute(query: Query): Generator<Found> {
  if (query.plan.sorted) {
    yield* matches(query);
    return;
  }
  const key = sortKey(query.sort);
  const fields = new Set(query.sort.map(({ path }) => path.split('.')[0] ?? ''));
  const rows = [...matches(query)].map((found) => ({ found, key: key(found.stored.decode(fields)) }));
  rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { found } of rows) yield found;
}

function* matches({ collection, plan, condition, effort }: Query): Generator<Found> {
  const fields = fieldsOf(condition);
  const exact = isExact(plan, condition);
  for (const stored of candidates(collection, plan, effort)) {
    if (collection.dropped)
      throw new CommandError(175, `collection dropped. UUID ${collection.uuid.toString('hex')}`);
    timeLimit.check();
    const { bytes } = stored;
    if (!bytes) continue;
    effort.docsExamined++;
    if (exact || condition.test(stored.decode(fields))) yield { stored, bytes };
  }
}

/** The index answers an equality on _id alone, so nothing is left to test. */
function isExact(plan: Plan, condition: Condition): boolean {
  if (condition.kind === 'and') return condition.parts.length === 0;
  return (
    plan.kind === 'index' &&
    condition.kind === 'field' &&
    condition.path === '_id' &&
    condition.operator === '$eq'
  );
}

export function* candidates(collection: Collection, plan: Plan, effort: Effort): Generator<StoredDoc> {
  if (plan.kind === 'scan') {
    yield* collection.documents;
    return;
  }
  const seen = plan.kind === 'or' || plan.repeats ? new Set<StoredDoc>() : undefined;
  const stream = plan.kind === 'or' ? branches(collection, plan.branches, effort) : entries(plan, effort);
  for (const stored of stream) {
    if (seen?.has(stored)) continue;
    seen?.add(stored);
    yield stored;
  }
}

function* branches(collection: Collection, plans: readonly Plan[], effort: Effort): Generator<StoredDoc> {
  for (const plan of plans) yield* candidates(collection, plan, effort);
}

function* entries(plan: Extract<Plan, { kind: 'index' }>, effort: Effort): Generator<StoredDoc> {
  const intervals = plan.reverse ? plan.intervals.toReversed() : plan.intervals;
  for (const { low, high } of intervals)
    for (const stored of plan.index.scan(low, high, plan.reverse)) {
      effort.keysExamined++;
      yield stored;
    }
}

/** Returns the top-level fields that a condition reads, or undefined when it may read any field. */
export function fieldsOf(condition: Condition): Set<string> | undefined {
  if (condition.kind === 'other') return undefined;
  if (condition.kind === 'field') return new Set([condition.path.split('.')[0] ?? '']);
  const fields = new Set<string>();
  for (const part of condition.parts) {
    const inner = fieldsOf(part);
    if (!inner) return undefined;
    for (const field of inner) fields.add(field);
  }
  return fields;
}

/** Decodes a matching document in full, and finds where in an array the condition matched. */
export function matchOf(condition: Condition, stored: StoredDoc): { doc: Doc; details: MatchDetails } {
  const doc = stored.decode();
  const details: MatchDetails = {};
  condition.test(doc, details);
  return { doc, details };
}
