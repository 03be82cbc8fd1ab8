import { compareValues } from '../bson/order.js';
import { isDoc, rankOf, type Doc } from '../bson/values.js';
import type { Condition } from '../query/matcher.js';
import { isRegex } from '../query/predicates.js';
import type { Leaf } from './bounds.js';

/**
 * Returns true when every document that matches all of `leaves` also matches `wanted`. False can also mean
 * that this is not easy to see.
 */
export function implies(leaves: readonly Leaf[], wanted: Condition): boolean {
  if (wanted.kind === 'and') return wanted.parts.every((part) => implies(leaves, part));
  if (wanted.kind === 'or') return wanted.parts.some((part) => implies(leaves, part));
  if (wanted.kind !== 'field') return false;
  return leaves.some((leaf) => leaf.path === wanted.path && leafImplies(leaf, wanted));
}

function leafImplies(leaf: Leaf, wanted: Leaf): boolean {
  switch (leaf.operator) {
    case '$eq':
      return valueSatisfies(leaf.operand, wanted);
    case '$in':
      return (leaf.operand as unknown[]).every((value) => valueSatisfies(value, wanted));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return leaf.operand !== null && rangeImplies(leaf, wanted);
    case '$exists':
      return wanted.operator === '$exists';
  }
  return false;
}

// A condition of a partial filter matches an array as soon as it matches one item
function valueSatisfies(value: unknown, wanted: Leaf): boolean {
  if (value === null || value === undefined || Array.isArray(value) || isRegex(value)) return false;
  return wanted.test(docWith(wanted.path.split('.'), value));
}

function docWith([first = '', ...rest]: string[], value: unknown): Doc {
  return { [first]: rest.length === 0 ? value : docWith(rest, value) };
}

function rangeImplies(leaf: Leaf, wanted: Leaf): boolean {
  if (wanted.operator === '$exists') return true;
  if (leaf.operator[1] !== wanted.operator[1] || rankOf(leaf.operand) !== rankOf(wanted.operand))
    return false;
  if (!['$gt', '$gte', '$lt', '$lte'].includes(wanted.operator) || isDoc(leaf.operand)) return false;
  const order = compareValues(leaf.operand, wanted.operand) * (leaf.operator.startsWith('$g') ? 1 : -1);
  return order > 0 || (order === 0 && (leaf.operator === wanted.operator || wanted.operator.endsWith('e')));
}
