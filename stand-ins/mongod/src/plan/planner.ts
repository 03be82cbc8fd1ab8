import { arrayIndex } from '../query/path.js';
import type { Condition } from '../query/matcher.js';
import type { SortField } from '../query/sort.js';
import type { Collection } from '../store/collection.js';
import type { Index } from '../store/index.js';
import { after, BEHIND_ALL, boundsOf, intersect, type Bounds, type Interval, type Leaf } from './bounds.js';
import { implies } from './implies.js';

export interface IndexPlan {
  kind: 'index';
  index: Index;
  intervals: Interval[];
  reverse: boolean;
  /** How many of the index's fields the filter bounds. A range counts as half. */
  bounded: number;
  sorted: boolean;
  /** Whether one document may come up more than once. */
  repeats: boolean;
}

export type Plan =
  IndexPlan | { kind: 'or'; branches: Plan[]; sorted: boolean } | { kind: 'scan'; sorted: boolean };

/**
 * Chooses how to find the documents that match a condition. An index that also gives the order of `sort` is
 * preferred.
 */
export function choosePlan(
  collection: Collection,
  condition: Condition,
  sort: readonly SortField[] = [],
  hint?: Index | 'scan',
): Plan {
  const natural: Plan = { kind: 'scan', sorted: sort.length === 0 };
  if (hint === 'scan') return natural;
  const leaves = conjuncts(condition);
  if (hint) return indexPlan(hint, leaves, sort, true) ?? natural;
  let best: IndexPlan | undefined;
  for (const index of collection.indexes) {
    const plan = indexPlan(index, leaves, sort, false);
    if (plan && findsOne(plan)) return plan;
    if (plan && (!best || score(plan) > score(best))) best = plan;
  }
  if (best && best.bounded > 0) return best;
  return orPlan(collection, condition, sort) ?? best ?? natural;
}

/** Whether at most one document can be found. No other plan is better then, so the other indexes are not looked at. */
function findsOne({ index, bounded, intervals }: IndexPlan): boolean {
  return index.spec.unique === true && bounded === index.fields.length && intervals.length === 1;
}

/** Returns the conditions on fields that must all be true. */
function conjuncts(condition: Condition): Leaf[] {
  if (condition.kind === 'field') return [condition];
  return condition.kind === 'and' ? condition.parts.flatMap(conjuncts) : [];
}

const SORT_WORTH = 0.75;

// Each field with an equality counts most, then an index that makes sorting unnecessary, then a range
function score(plan: IndexPlan): number {
  const unique = plan.index.spec.unique && plan.bounded === plan.index.fields.length ? 0.1 : 0;
  return plan.bounded + (plan.sorted ? SORT_WORTH : 0) + unique;
}

function indexPlan(
  index: Index,
  leaves: readonly Leaf[],
  sort: readonly SortField[],
  hinted: boolean,
): IndexPlan | undefined {
  if (index.spec.hidden) return undefined;
  if (index.partial && !implies(leaves, index.partial)) return undefined;
  const bounds = fieldBounds(index, leaves);
  // As in MongoDB, a hint to a sparse index leaves out the documents that the index lacks
  if (!hinted && index.spec.sparse && bounds.every(({ matchesMissing }) => matchesMissing)) return undefined;
  let prefixes = [''];
  let equal = 0;
  for (; bounds[equal]?.points; equal++) {
    const { intervals } = bounds[equal] as Bounds;
    if (prefixes.length * intervals.length > MOST_INTERVALS) break;
    prefixes = prefixes.flatMap((prefix) => intervals.map(({ low }) => prefix + low));
  }
  const range = bounds[equal];
  const direction = prefixes.length === 1 ? sortDirection(index, equal, sort) : undefined;
  const bounded = equal + (range ? 0.5 : 0);
  if (bounded === 0 && !hinted && (sort.length === 0 || direction === undefined)) return undefined;
  return {
    kind: 'index',
    index,
    intervals: joined(prefixes, range),
    reverse: direction === 'backward',
    bounded,
    sorted: sort.length === 0 || direction !== undefined,
    repeats: index.multikey.includes(true),
  };
}

const MOST_INTERVALS = 2_000;

function joined(prefixes: readonly string[], range: Bounds | undefined): Interval[] {
  const intervals = prefixes.flatMap((prefix) =>
    range
      ? range.intervals.map(({ low, high }) => ({ low: prefix + low, high: prefix + high }))
      : [{ low: prefix, high: prefix === '' ? BEHIND_ALL : after(prefix) }],
  );
  return intervals.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
}

/** Returns the bounds of the index's leading fields, up to the first field without bounds. */
function fieldBounds(index: Index, leaves: readonly Leaf[]): Bounds[] {
  const all: Bounds[] = [];
  let arrayBounded = false;
  for (let i = 0; i < index.fields.length; i++) {
    const multikey = index.multikey[i] ?? false;
    // Two fields below one array may be matched by two different items
    if (multikey && arrayBounded) break;
    const path = index.paths[i] ?? [];
    // A number in a path is an array index or a field name, and the entries do not tell which
    if (path.some((part, at) => at > 0 && arrayIndex(part) >= 0)) break;
    const own = leaves
      .filter((leaf) => leaf.path === index.fields[i])
      .map((leaf) => boundsOf(leaf, index.descending[i] ?? false, multikey))
      .filter((bounds) => bounds !== undefined);
    const [first] = own;
    if (!first) break;
    const bounds = multikey ? (own.find(({ points }) => points) ?? first) : own.reduce(intersect);
    all.push(bounds);
    arrayBounded ||= multikey;
    if (!bounds.points) break;
  }
  return all;
}

/**
 * Returns the direction in which the index gives the order of `sort`, or undefined. Its first `equal` fields
 * have one value each, so they do not matter for the order.
 */
function sortDirection(
  index: Index,
  equal: number,
  sort: readonly SortField[],
): 'forward' | 'backward' | undefined {
  let direction: 'forward' | 'backward' | undefined;
  let at = equal;
  for (const { path, descending } of sort) {
    const fixed = index.fields.indexOf(path);
    if (fixed >= 0 && fixed < equal && !index.multikey[fixed]) continue;
    if (index.fields[at] !== path || index.multikey[at]) return undefined;
    const needed = index.descending[at] === descending ? 'forward' : 'backward';
    if (direction !== undefined && needed !== direction) return undefined;
    direction = needed;
    at++;
  }
  return direction ?? 'forward';
}

function orPlan(collection: Collection, condition: Condition, sort: readonly SortField[]): Plan | undefined {
  const parts = condition.kind === 'and' ? condition.parts : [condition];
  const or = parts.find((part) => part.kind === 'or');
  if (or?.kind !== 'or') return undefined;
  const branches = or.parts.map((part) => choosePlan(collection, part));
  if (branches.some((branch) => branch.kind === 'scan')) return undefined;
  return { kind: 'or', branches, sorted: sort.length === 0 };
}
