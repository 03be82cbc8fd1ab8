import { badValue, CommandError } from '../errors.js';
import { arrayIndex, type Path } from '../query/path.js';

/** Returns the identifier of `$[identifier]`, which is empty for `$[]`. Undefined for any other part. */
export function identifierIn(part: string): string | undefined {
  return part.startsWith('$[') && part.endsWith(']') ? part.slice(2, -1) : undefined;
}

/** Returns whether a part of a path stands for positions in an array: `$`, `$[]` or `$[identifier]`. */
export const isDynamic = (part: string): boolean => part === '$' || identifierIn(part) !== undefined;

/** Checks the path of an update operator, before any document is looked at. */
export function checkUpdatePath(path: string, identifiers: ReadonlySet<string>): void {
  checkNames(path);
  const parts = path.split('.');
  if (parts.filter((part) => part === '$').length > 1)
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  if (parts[0] === '$')
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  if (identifierIn(parts[0] ?? '') !== undefined)
    throw badValue(
      `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    );
  for (const part of parts) {
    const identifier = identifierIn(part);
    if (identifier !== undefined && identifier !== '' && !identifiers.has(identifier))
      throw badValue(`No array filter found for identifier '${identifier}' in path '${path}'`);
  }
}

export function checkNames(path: string): void {
  if (path === '') throw new CommandError(56, 'An empty update path is not valid.');
  if (path.split('.').includes(''))
    throw new CommandError(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
}

/** The order in which MongoDB adds new fields: by name, array indexes by number. */
export function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x = '', y = ''] = [a[i], b[i]];
    if (x === y) continue;
    const byNumber = arrayIndex(x) >= 0 && arrayIndex(y) >= 0 ? arrayIndex(x) - arrayIndex(y) : 0;
    return byNumber || (x < y ? -1 : 1);
  }
  return a.length - b.length;
}

/** Refuses an update that would write twice to one place. */
export function checkConflicts(paths: readonly Path[]): void {
  const sorted = paths.toSorted(comparePaths);
  const filtered = new Map<string, boolean>();
  for (const [i, path] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && isPrefix(before, path)) throw conflict(path, before);
    for (const [at, part] of path.entries()) {
      const parent = path.slice(0, at);
      const isFilter = identifierIn(part) !== undefined;
      const key = parent.join('.');
      if ((filtered.get(key) ?? isFilter) !== isFilter) throw conflict(path, parent);
      filtered.set(key, isFilter);
    }
  }
}

export const isPrefix = (a: Path, b: Path): boolean =>
  a.length <= b.length && a.every((part, at) => b[at] === part);

const conflict = (path: Path, at: Path): CommandError =>
  new CommandError(40, `Updating the path '${path.join('.')}' would create a conflict at '${at.join('.')}'`);
