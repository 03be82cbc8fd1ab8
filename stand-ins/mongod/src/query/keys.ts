import { keyOf } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, own, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { arrayIndex, type Path } from './path.js';

/** The values that one document contributes to an index: one entry for each combination. */
export interface IndexValues {
  entries: unknown[][];
  /** For each field: whether there is an array on its path, so that one document may have several entries. */
  multikey: boolean[];
  /** False when none of the fields exists. A sparse index leaves such a document out. */
  present: boolean;
}

/**
 * Follows MongoDB: an array contributes each item, an empty array contributes `undefined`, a missing field
 * null.
 */
export function indexValues(doc: Doc, paths: readonly Path[]): IndexValues {
  const found: IndexValues = { entries: [], multikey: [], present: false };
  const [only] = paths;
  if (only && paths.length === 1) {
    const field = valuesAt(doc, only, 0);
    found.entries = distinct(field.values).map((value) => [value === MISSING ? null : value]);
    found.multikey = [field.array !== undefined];
    found.present = field.values.some((value) => value !== MISSING);
    return found;
  }
  return compoundValues(doc, paths, found);
}

function compoundValues(doc: Doc, paths: readonly Path[], found: IndexValues): IndexValues {
  // Paths that share an array must walk it together: {a: [{b: 1, c: 2}, {b: 3, c: 4}]} has entries (1,2) and (3,4)
  const fields = paths.map((path) => arrayOn(doc, path));
  found.multikey = fields.map((field) => field !== undefined);
  const arrays = fields.filter((field) => field !== undefined);
  const [first] = arrays;
  if (!first) {
    const values = paths.map((path) => scalarAt(doc, path));
    found.present = values.some((value) => value !== MISSING);
    found.entries = [values.map((value) => (value === MISSING ? null : value))];
    return found;
  }
  const other = arrays.find(({ array }) => array !== first.array);
  if (other) throw parallel(first, other);
  const items: unknown[] = first.array.length === 0 ? [EMPTY] : first.array;
  const entries: unknown[][] = [];
  const scalars = paths.map((path, i) => (fields[i] ? undefined : [scalarAt(doc, path)]));
  // most arrays have plain values, and their path ends at them
  if (arrays.length === 1 && first.depth === first.path.length) {
    const at = fields.indexOf(first);
    const plain = scalars.map((values) => (values?.[0] === MISSING ? null : values?.[0]));
    found.present = true;
    found.entries = items.map((item) => replacing(plain, at, item === EMPTY ? undefined : item));
    return found;
  }
  for (const item of items) {
    const choices = paths.map(
      (path, i) => scalars[i] ?? itemValues(item, path, fields[i]!.depth, first.array),
    );
    for (const entry of combinations(choices)) {
      for (let i = 0; i < entry.length; i++)
        if (entry[i] === MISSING) entry[i] = null;
        else found.present = true;
      entries.push(entry);
    }
  }
  found.entries = entries;
  return found;
}

function replacing(values: readonly unknown[], at: number, value: unknown): unknown[] {
  const copy = values.slice();
  copy[at] = value;
  return copy;
}

const EMPTY = Symbol('empty array');

interface ArrayOnPath {
  array: unknown[];
  /** How many parts of the path lead to the array. */
  depth: number;
  path: Path;
}

function arrayOn(doc: Doc, path: Path): ArrayOnPath | undefined {
  let value: unknown = doc;
  for (let depth = 0; depth <= path.length; depth++) {
    if (Array.isArray(value)) return { array: value, depth, path };
    if (!isDoc(value) || depth === path.length) return undefined;
    value = own(value, path[depth] ?? '');
  }
  return undefined;
}

function scalarAt(doc: Doc, path: Path): unknown {
  let value: unknown = doc;
  for (const part of path) {
    if (!isDoc(value)) return MISSING;
    value = own(value, part);
  }
  return value;
}

function itemValues(item: unknown, path: Path, depth: number, array: readonly unknown[]): unknown[] {
  if (depth === path.length) return [item === EMPTY ? undefined : item];
  if (item === EMPTY) return [MISSING];
  const name = path[depth] ?? '';
  const index = arrayIndex(name);
  const hasField = isDoc(item) && own(item, name) !== MISSING;
  if (index < 0 || index >= array.length) return isDoc(item) ? valuesAt(item, path, depth).values : [MISSING];
  if (hasField)
    throw new CommandError(
      16746,
      `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${name}' for array: ${shownValue(array)}`,
    );
  // A position in the path stands for the same item in each of the entries
  return valuesBelow(array[index], path, depth + 1);
}

function valuesBelow(item: unknown, path: Path, depth: number): unknown[] {
  if (depth === path.length) return [item];
  if (isDoc(item)) return valuesAt(item, path, depth).values;
  if (!Array.isArray(item) || item.length === 0) return [MISSING];
  return item.flatMap((inner) => itemValues(inner, path, depth, item));
}

function valuesAt(doc: Doc, path: Path, from: number): { values: unknown[]; array?: unknown[] } {
  let value: unknown = doc;
  let at = from;
  while (at < path.length && isDoc(value)) value = own(value, path[at++] ?? '');
  if (!Array.isArray(value)) return { values: [at < path.length ? MISSING : value] };
  if (at === path.length) return { values: value.length === 0 ? [undefined] : value, array: value };
  const items: unknown[] = value;
  if (items.length === 0) return { values: [MISSING], array: items };
  return { values: items.flatMap((item) => itemValues(item, path, at, items)), array: items };
}

function combinations(choices: unknown[][]): unknown[][] {
  let found: unknown[][] = [choices.map(([value]) => value)];
  choices.forEach((values, at) => {
    if (values.length > 1) found = values.flatMap((value) => found.map((entry) => entry.with(at, value)));
  });
  return found;
}

function distinct(values: unknown[]): unknown[] {
  if (values.length < 2) return values;
  return [...new Map(values.map((value) => [keyOf([value]), value])).values()];
}

function parallel(a: ArrayOnPath, b: ArrayOnPath): CommandError {
  return new CommandError(
    171,
    `cannot index parallel arrays [${a.path[a.depth - 1] ?? ''}] [${b.path[b.depth - 1] ?? ''}]`,
  );
}
