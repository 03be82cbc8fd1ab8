import { keyOf } from '../bson/order.js';
import { shownValue } from '../bson/show.js';
import { isDoc, toNumber, type Doc } from '../bson/values.js';
import { badValue, CommandError, notSupported, typeMismatch } from '../errors.js';
import { checkFieldPath } from './field-path.js';
import { indexValues } from './keys.js';
import { splitPath, type Path } from './path.js';

export interface SortField {
  path: string;
  descending: boolean;
}

const MOST_FIELDS = 32;

export function parseSort(sort: unknown): SortField[] {
  if (sort === undefined || sort === null) return [];
  if (!isDoc(sort)) throw typeMismatch('Expected field sort to be of type object');
  const fields = Object.keys(sort).map((path) => ({ path, descending: isDescending(path, sort[path]) }));
  if (fields.length > MOST_FIELDS) throw new CommandError(13103, 'too many compound keys');
  return fields;
}

function isDescending(path: string, direction: unknown): boolean {
  if (isDoc(direction)) {
    if ('$meta' in direction) throw notSupported('a sort by $meta');
    throw new CommandError(17312, '$meta is the only expression supported by $sort right now');
  }
  const number = toNumber(direction);
  if (number === undefined)
    throw new CommandError(15974, `Illegal key in $sort specification: ${path}: ${shownValue(direction)}`);
  if (Math.abs(Math.trunc(number)) !== 1)
    throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  checkFieldPath(path);
  return number < 0;
}

/** Returns a function that gives the sort key of a document: documents are sorted by these strings. */
export function sortKey(fields: readonly SortField[]): (doc: Doc) => string {
  const paths = fields.map(({ path }) => splitPath(path));
  const descending = fields.map((field) => field.descending);
  return (doc) => {
    const keys = entriesOf(doc, paths).map((values) => keyOf(values, descending));
    return keys.reduce((lowest, key) => (key < lowest ? key : lowest));
  };
}

/**
 * As in MongoDB, a document has the keys that an index of the sort's fields would have, and it sorts by the
 * first of them.
 */
function entriesOf(doc: Doc, paths: readonly Path[]): unknown[][] {
  try {
    return indexValues(doc, paths).entries;
  } catch (error) {
    if (error instanceof CommandError && error.code === PARALLEL)
      throw badValue(
        'Executor error during find command :: caused by :: cannot sort with keys that are parallel arrays',
      );
    throw error;
  }
}

const PARALLEL = 171;
