import { isDoc, MISSING, own, type Doc } from '../bson/values.js';

export type Path = readonly string[];

export const splitPath = (path: string): Path => path.split('.');

/** The meaning of a positional `$`: the index at which the query matched in the outermost array. */
export interface MatchDetails {
  arrayIndex?: number;
}

type Visit = (value: unknown) => boolean;

/**
 * Calls `visit` with each value at a path of a document until it returns true. As in MongoDB, arrays on the
 * way are entered. For an array at the end, `visit` gets each item (with `leafItems`) and then the array as a
 * whole. For a path that does not exist it gets MISSING.
 */
export function visitPath(
  doc: Doc,
  path: Path,
  leafItems: boolean,
  visit: Visit,
  details?: MatchDetails,
): boolean {
  return visitDoc(doc, path, 0, leafItems, visit, details);
}

function visitDoc(
  doc: Doc,
  path: Path,
  from: number,
  leafItems: boolean,
  visit: Visit,
  details?: MatchDetails,
): boolean {
  let value = own(doc, path[from] ?? '');
  let at = from + 1;
  while (at < path.length && isDoc(value)) value = own(value, path[at++] ?? '');
  if (Array.isArray(value)) return visitArray(value, path, at, leafItems, visit, details);
  return visit(at < path.length ? MISSING : value);
}

function visitArray(
  items: unknown[],
  path: Path,
  at: number,
  leafItems: boolean,
  visit: Visit,
  details?: MatchDetails,
): boolean {
  if (at === path.length) {
    if (leafItems) for (let i = 0; i < items.length; i++) if (visit(items[i])) return matchedAt(i, details);
    return visit(items);
  }
  const name = path[at] ?? '';
  const index = arrayIndex(name);
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    // Only the outermost array's index counts, so the inner visits get no details
    if (isDoc(item) && visitDoc(item, path, at, leafItems, visit)) return matchedAt(i, details);
    if (i === index && visitItem(item, path, at + 1, leafItems, visit, details)) return true;
  }
  return false;
}

function visitItem(
  item: unknown,
  path: Path,
  at: number,
  leafItems: boolean,
  visit: Visit,
  details?: MatchDetails,
): boolean {
  if (at === path.length) return visit(item);
  if (Array.isArray(item)) return visitArray(item, path, at, leafItems, visit, details);
  return isDoc(item) && visitDoc(item, path, at, leafItems, visit, details);
}

function matchedAt(index: number, details: MatchDetails | undefined): true {
  if (details) details.arrayIndex = index;
  return true;
}

/** Returns the number of a path part that is an array index, else -1. */
export function arrayIndex(part: string): number {
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1;
}

/** The fields of a DBRef are the only names with a dollar that may stand in a path. */
export const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$id', '$db']);
