import { keyOf } from '../bson/order.js';
import { isDoc, Rank, rankOf, toNumber } from '../bson/values.js';
import type { Condition } from '../query/matcher.js';
import { isRegex } from '../query/predicates.js';
import { literalPrefix } from '../query/regex/literal-prefix.js';
import { toRegex } from '../query/regex/regex.js';

export type Leaf = Extract<Condition, { kind: 'field' }>;

/** A range of keys of one index field: low <= key < high. */
export interface Interval {
  low: string;
  high: string;
}

export interface Bounds {
  intervals: Interval[];
  /** Whether each interval holds the entries of exactly one value. */
  points: boolean;
  /** Whether a document without the field could match. */
  matchesMissing: boolean;
}

/** Returns the lowest key that is above every key with this prefix. */
export function after(prefix: string): string {
  let end = prefix.length;
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end--;
  if (end === 0) return BEHIND_ALL;
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
}

/** This is above every key, because every key begins with a lower byte. */
export const BEHIND_ALL = '\xff';

const point = (value: unknown, descending: boolean): Interval => {
  const low = keyOf([value], [descending]);
  return { low, high: after(low) };
};

/**
 * Returns the intervals of an index that hold all matches of a condition. They may hold more, because the
 * whole filter is tested on each document afterwards. Undefined means that the index does not help. In a
 * multikey field an array as a whole has no entry.
 */
export function boundsOf(
  { operator, operand }: Leaf,
  descending: boolean,
  multikey: boolean,
): Bounds | undefined {
  switch (operator) {
    case '$eq':
      return pointBounds([operand], descending, multikey);
    case '$in':
      return pointBounds(operand as unknown[], descending, multikey);
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return rangeBounds(operator, operand, descending);
    case '$regex':
      return regexBounds(operand, descending);
  }
  return undefined;
}

function pointBounds(values: readonly unknown[], descending: boolean, multikey: boolean): Bounds | undefined {
  if (values.some((value) => value === undefined || isRegex(value) || (multikey && Array.isArray(value))))
    return undefined;
  const distinct = new Map(values.map((value) => [keyOf([value], [descending]), value]));
  return {
    intervals: [...distinct.values()].map((value) => point(value, descending)),
    points: true,
    matchesMissing: values.includes(null),
  };
}

function rangeBounds(operator: string, operand: unknown, descending: boolean): Bounds | undefined {
  const rank = rankOf(operand);
  if (rank === Rank.minKey || rank === Rank.maxKey || rank === Rank.array || operand === undefined)
    return undefined;
  if (operand === null) return operator.endsWith('e') ? pointBounds([null], descending, false) : undefined;
  if (Number.isNaN(toNumber(operand))) return undefined;
  // A range stays within the type of its operand
  const type = String.fromCharCode(descending ? 255 - rank : rank);
  const interval = { low: type, high: after(type) };
  const { low, high } = point(operand, descending);
  const upwards = operator.startsWith('$g') !== descending;
  const inclusive = operator.endsWith('e');
  if (upwards) interval.low = inclusive ? low : high;
  else interval.high = inclusive ? high : low;
  return { intervals: [interval], points: false, matchesMissing: false };
}

function regexBounds(operand: unknown, descending: boolean): Bounds | undefined {
  const split = isDoc(operand) ? operand : { pattern: operand, options: undefined };
  const regex = toRegex(split.pattern, split.options);
  const prefix = literalPrefix(regex);
  if (prefix === undefined || prefix.includes('\0') || prefix.includes('\u0001')) return undefined;
  const low = keyOf([prefix], [descending]).slice(0, -1); // without the byte that ends a string
  const intervals = [{ low, high: after(low) }, point(regex.itself, descending)];
  return { intervals, points: false, matchesMissing: false };
}

/**
 * Intersects two bounds of one field. No document may have an array there, because two of its items could
 * match one bound each.
 */
export function intersect(a: Bounds, b: Bounds): Bounds {
  if (a.points) return a;
  if (b.points) return b;
  const intervals = a.intervals.flatMap((x) =>
    b.intervals.map((y) => ({ low: x.low > y.low ? x.low : y.low, high: x.high < y.high ? x.high : y.high })),
  );
  return {
    intervals: intervals.filter(({ low, high }) => low < high),
    points: false,
    matchesMissing: a.matchesMissing && b.matchesMissing,
  };
}
