import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, own, type Doc } from '../bson/values.js';
import { badValue, CommandError } from '../errors.js';
import { arrayIndex, type Path } from '../query/path.js';
import { checkNames, isDynamic } from './paths.js';
import { eachSlot, type SlotContext } from './slot.js';

export function checkRename(from: string, to: unknown): asserts to is string {
  if (typeof to !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${from}: ${shownValue(to)}`);
  checkNames(from);
  checkNames(to);
  if (to.includes('\0')) throw badValue("The 'to' field for $rename cannot contain an embedded null byte");
  const shown = `${from}: ${shownValue(to)}`;
  if (from === to) throw badValue(`The source and target field for $rename must differ: ${shown}`);
  if (from.startsWith(`${to}.`) || to.startsWith(`${from}.`))
    throw badValue(`The source and target field for $rename must not be on the same path: ${shown}`);
  if (from.split('.').some(isDynamic))
    throw badValue(`The source field for $rename may not be dynamic: ${from}`);
  if (to.split('.').some(isDynamic))
    throw badValue(`The destination field for $rename may not be dynamic: ${to}`);
}

/** Moves a field. Neither its old place nor its new one may be in an array. */
export function rename(doc: Doc, from: Path, to: Path, context: SlotContext): void {
  const parent = parentOf(doc, from);
  const name = from.at(-1) ?? '';
  const value = parent && own(parent, name);
  if (!parent || value === MISSING) return;
  const array = arrayOn(doc, to);
  if (array !== undefined) throw inArray('destination', to, array, doc);
  eachSlot(doc, to, 'create', context, (slot) => slot.set(value));
  delete parent[name];
}

/** Returns the document that has the field, or undefined when there is none. */
function parentOf(doc: Doc, path: Path): Doc | undefined {
  let at: unknown = doc;
  let array: string | undefined;
  for (const [i, part] of path.entries()) {
    if (Array.isArray(at) && arrayIndex(part) >= 0) {
      array ??= path[i - 1] ?? '';
      at =
        at[arrayIndex(part)] === undefined && arrayIndex(part) >= at.length ? MISSING : at[arrayIndex(part)];
    } else if (isDoc(at)) {
      if (i === path.length - 1 && array === undefined) return at;
      at = own(at, part);
    } else
      throw new CommandError(
        28,
        `cannot use the part (${path[i - 1] ?? ''} of ${path.join('.')}) to traverse the element ({${path[i - 1] ?? ''}: ${shownValue(at)}})`,
      );
    if (at === MISSING) return undefined;
  }
  throw inArray('source', path, array ?? '', doc);
}

/** Returns the name of the first array that a path leads into. */
function arrayOn(doc: Doc, path: Path): string | undefined {
  let at: unknown = doc;
  for (const part of path.slice(0, -1)) {
    if (!isDoc(at)) return undefined;
    at = own(at, part);
    if (Array.isArray(at)) return part;
  }
  return undefined;
}

const inArray = (which: string, path: Path, array: string, doc: Doc): CommandError =>
  badValue(
    `The ${which} field cannot be an array element, '${path.join('.')}' in doc with _id: ${shownValue(doc._id)} has an array field called '${array}'`,
  );
