import { keyOf } from '../bson/order.js';
import { isDoc, MISSING, toNumber, type Doc } from '../bson/values.js';
import { badValue, CommandError, notSupported } from '../errors.js';
import { splitPath, visitPath, type Path } from './path.js';

export interface SortField {
  path: string;
  descending: boolean;
}

export function parseSort(sort: unknown): SortField[] {
  if (sort === undefined || sort === null) return [];
  if (!isDoc(sort)) throw new CommandError(14, 'Expected field sort to be of type object');
  return Object.keys(sort).map((path) => {
    const direction = sort[path];
    if (isDoc(direction)) throw notSupported(`the sort ${JSON.stringify(direction)}`);
    const number = toNumber(direction);
    if (number === undefined || (number !== 1 && number !== -1))
      throw new CommandError(15975, `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
    if (path === '' || path.startsWith('$'))
      throw badValue(`FieldPath field names may not start with '$' or be empty: ${path}`);
    return { path, descending: number < 0 };
  });
}

/** Returns a function that gives the sort key of a document: documents are sorted by these strings. */
export function sortKey(fields: readonly SortField[]): (doc: Doc) => string {
  const paths = fields.map(({ path }) => splitPath(path));
  const descending = fields.map((field) => field.descending);
  return (doc) => {
    const values = paths.map((path, i) => sortValue(doc, path, descending[i] ?? false));
    return keyOf(values, descending);
  };
}

/**
 * In ascending order an array sorts by its lowest item, in descending order by its highest. An empty array
 * comes before null.
 */
function sortValue(doc: Doc, path: Path, descending: boolean): unknown {
  let best: unknown = null;
  let bestKey: string | undefined;
  const offer = (value: unknown): false => {
    const key = keyOf([value]);
    if (bestKey === undefined || (descending ? key > bestKey : key < bestKey)) {
      best = value === MISSING ? null : value;
      bestKey = key;
    }
    return false;
  };
  visitPath(doc, path, true, (value) => {
    if (!Array.isArray(value)) return offer(value);
    return value.length === 0 ? offer(undefined) : false; // the items were offered before the array itself
  });
  return best;
}
