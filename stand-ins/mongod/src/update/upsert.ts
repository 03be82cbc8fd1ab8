import { ObjectId } from 'bson';
import { equalValues } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import { docFor, orderedDoc } from '../bson/ordered.js';
import { cloneValue, isDoc, MISSING, own, setField, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import type { Condition } from '../query/matcher.js';
import { isRegex } from '../query/predicates.js';
import { eachSlot } from './slot.js';
import type { Updater } from './updater.js';

/** Builds the document that an upsert inserts: first the equalities of the filter, then the update. */
export function upsertedDoc(condition: Condition, updater: Updater): Doc {
  const base = orderedDoc();
  for (const [path, value] of equalityMap(condition, updater.kind === 'replacement'))
    eachSlot(base, path.split('.'), 'create', { arrayIndex: undefined, arrayFilters: new Map() }, (slot) =>
      slot.set(cloneValue(value)),
    );
  const id = cloneValue(own(base, '_id'));
  const doc = updater.apply(base, { arrayIndex: undefined, inserting: true });
  if (id !== MISSING && !equalValues(own(doc, '_id'), id)) throw immutableId(updater, id, own(doc, '_id'));
  return withIdFirst(doc);
}

/** Collects the equalities by path, in the order of the paths. A replacement takes only `_id`. */
function equalityMap(condition: Condition, onlyId: boolean): [string, unknown][] {
  const found = new Map<string, unknown>();
  for (const { path, operand } of equalities(condition)) {
    if (onlyId && path !== '_id') {
      if (!path.startsWith('_id.')) continue;
      throw new CommandError(
        111,
        `field at '_id' must be exactly specified, field at sub-path '${path}'found`,
      );
    }
    const parent = parents(path).find((prefix) => found.has(prefix));
    if (parent !== undefined)
      throw new CommandError(
        54,
        parent === path
          ? `cannot infer query fields to set, path '${path}' is matched twice`
          : `cannot infer query fields to set, both paths '${path}' and '${parent}' are matched`,
      );
    found.set(path, operand);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Returns a path and all paths above it, the longest first. */
function parents(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}

function equalities(condition: Condition): { path: string; operand: unknown }[] {
  if (condition.kind === 'and') return condition.parts.flatMap(equalities);
  if (condition.kind === 'or') return condition.parts.length === 1 ? condition.parts.flatMap(equalities) : [];
  if (condition.kind !== 'field') return [];
  const { path, operator, operand } = condition;
  if (operator === '$eq') return [{ path, operand }];
  if (operator !== '$in') return [];
  const [only, ...others] = operand as unknown[];
  return only === undefined || others.length > 0 || isRegex(only) ? [] : [{ path, operand: only }];
}

/** What an upsert does with `$expr` is not clear, so MongoDB refuses it. */
export function refuseExpr(filter: unknown): void {
  if (Array.isArray(filter)) return filter.forEach(refuseExpr);
  if (!isDoc(filter)) return;
  for (const key of Object.keys(filter)) {
    if (key === '$expr')
      throw new CommandError(224, '$expr is not allowed in the query predicate for an upsert');
    if (key === '$and' || key === '$or' || key === '$nor') refuseExpr(filter[key]);
  }
}

/** The error for an update that changes or removes `_id`. */
export function immutableId(updater: Updater, before: unknown, after: unknown): CommandError {
  if (updater.kind === 'operators')
    return new CommandError(
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  return new CommandError(
    66,
    after === MISSING
      ? "After applying the update, the '_id' (required and immutable) field was found to have been removed"
      : `After applying the update, the (immutable) field '_id' was found to have been altered from _id: ${shownValue(before)} to _id: ${shownValue(after)}`,
  );
}

/** `_id` is the first field of every stored document. It is created when the document has none. */
export function withIdFirst(doc: Doc): Doc {
  if (Object.keys(doc)[0] === '_id') return doc;
  const names = Object.keys(doc).filter((name) => name !== '_id');
  const result = docFor(names);
  result._id = '_id' in doc ? doc._id : new ObjectId();
  for (const name of names) setField(result, name, doc[name]);
  return result;
}
