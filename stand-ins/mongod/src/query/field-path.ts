import { isDoc, MISSING, own, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { isSystemVariable } from './known-names.js';
import { REFERENCES, splitPath, type Path } from './path.js';

/** Checks the name of a field in a stage, such as `a.b`. */
export function checkFieldPath(path: string): Path {
  if (path === '') throw new CommandError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) throw new CommandError(40353, "FieldPath must not end with a '.'.");
  const parts = splitPath(path);
  for (const part of parts) {
    if (part === '') throw new CommandError(15998, 'FieldPath field names may not be empty strings.');
    if (part.startsWith('$') && !REFERENCES.has(part))
      throw new CommandError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    if (part.includes('\0')) throw new CommandError(16411, "FieldPath field names may not contain '\0'.");
  }
  return parts;
}

/** Reads the expression `$a.b`. Variables (`$$name`) are refused. */
export function parseFieldExpression(text: string): Path {
  if (text === '$') throw new CommandError(16872, "'$' by itself is not a valid FieldPath");
  if (!text.startsWith('$$')) return checkFieldPath(text.slice(1));
  const [name = ''] = text.slice(2).split('.');
  if (isSystemVariable(name)) throw notSupported(`the variable $$${name}`);
  throw new CommandError(17276, `Use of undefined variable: ${name}`);
}

/**
 * Returns the value that an expression `$a.b` has for a document. Where the path meets an array, the value is
 * the array of what its documents have. A position in an array cannot be part of such a path.
 */
export function valueOfPath(doc: Doc, path: Path, from = 0): unknown {
  const value = own(doc, path[from] ?? '');
  if (from === path.length - 1) return value;
  if (isDoc(value)) return valueOfPath(value, path, from + 1);
  if (!Array.isArray(value)) return MISSING;
  return value
    .filter(isDoc)
    .map((item) => valueOfPath(item, path, from + 1))
    .filter((item) => item !== MISSING);
}
