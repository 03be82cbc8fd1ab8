import { ObjectId } from 'bson';
import { cloneValue, isDoc, MISSING, own, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import type { Condition } from '../query/matcher.js';
import { isRegex } from '../query/predicates.js';
import { eachSlot } from './slot.js';
import type { Updater } from './updater.js';

/** Builds the document that an upsert inserts: first the equalities of the filter, then the update. */
export function upsertedDoc(condition: Condition, updater: Updater): Doc {
  const base: Doc = {};
  for (const { path, operand } of equalities(condition)) {
    if (updater.kind === 'replacement' && path !== '_id') continue;
    eachSlot(base, path.split('.'), true, { arrayIndex: undefined, arrayFilters: new Map() }, (slot) => {
      if (slot.value !== MISSING)
        throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
      slot.set(cloneValue(operand));
    });
  }
  const id = own(base, '_id');
  const doc = updater.apply(base, { arrayIndex: undefined, inserting: true });
  return withIdFirst(doc, id === MISSING ? undefined : id);
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

/** `_id` is the first field of every stored document. It is created when the document has none. */
export function withIdFirst(doc: Doc, id?: unknown): Doc {
  if (Object.keys(doc)[0] === '_id') return doc;
  const { _id = id ?? new ObjectId(), ...rest } = doc;
  return { _id, ...rest };
}

/** `_id` must be a single value. An array, a regular expression or undefined is refused. */
export function checkId(id: unknown): void {
  if (Array.isArray(id)) throw new CommandError(53, "The '_id' value cannot be of type array");
  if (isRegex(id)) throw new CommandError(53, "The '_id' value cannot be of type regex");
  if (id === undefined) throw new CommandError(53, "The '_id' value cannot be of type undefined");
  if (isDoc(id) && Object.keys(id).some((key) => key.startsWith('$')))
    throw new CommandError(
      52,
      `_id fields may not contain '$'-prefixed fields: ${Object.keys(id)[0] ?? ''} is not valid for storage.`,
    );
}
