import { shownDoc, shownValue } from '../bson/show.js';
import { isDoc, MISSING, own, setField, type Doc } from '../bson/values.js';
import { badValue, CommandError } from '../errors.js';
import { arrayIndex, type Path } from '../query/path.js';

/** A place in a document that an update operator reads and writes. */
export interface Slot {
  /** MISSING when there is no value yet. */
  readonly value: unknown;
  set(value: unknown): void;
  unset(): void;
}

export interface SlotContext {
  /** The index at which the query matched in an array, for `$`. */
  arrayIndex: number | undefined;
  /** The tests of `arrayFilters` by their identifier, for `$[identifier]`. */
  arrayFilters: ReadonlyMap<string, (item: unknown) => boolean>;
}

const MOST_PADDING = 1_500_000;

/**
 * Calls `use` with each place that the path of an update stands for. With `create`, missing documents on the
 * way are created.
 */
export function eachSlot(
  doc: Doc,
  path: Path,
  create: boolean,
  context: SlotContext,
  use: (slot: Slot) => void,
): void {
  walk(doc, path, 0, create, context, use);
}

function walk(
  at: Doc | unknown[],
  path: Path,
  depth: number,
  create: boolean,
  context: SlotContext,
  use: (slot: Slot) => void,
): void {
  for (const part of partsHere(at, path, depth, context)) {
    const slot = slotAt(at, part, path, create);
    if (!slot) return;
    if (depth === path.length - 1) {
      use(slot);
      continue;
    }
    let next = slot.value;
    if (next === MISSING) {
      if (!create) return;
      next = branch(path, depth + 1, create, context, use);
      if (next !== undefined) slot.set(next);
      continue;
    }
    if (isDoc(next) || Array.isArray(next)) walk(next, path, depth + 1, create, context, use);
    else if (create)
      throw new CommandError(
        28,
        `Cannot create field '${path[depth + 1] ?? ''}' in element {${part}: ${shownValue(next)}}`,
      );
  }
}

// A new document is attached only when the operator put something into it
function branch(path: Path, depth: number, create: boolean, context: SlotContext, use: (slot: Slot) => void) {
  const made: Doc = {};
  walk(made, path, depth, create, context, use);
  return Object.keys(made).length > 0 ? made : undefined;
}

/** Returns the names that one part of the path stands for here: one field, or several array indexes. */
function partsHere(at: Doc | unknown[], path: Path, depth: number, context: SlotContext): string[] {
  const part = path[depth] ?? '';
  if (!part.startsWith('$')) return [part];
  if (part === '$') {
    if (context.arrayIndex === undefined)
      throw badValue('The positional operator did not find the match needed from the query.');
    return [String(context.arrayIndex)];
  }
  const identifier = /^\$\[(\w*)\]$/.exec(part)?.[1];
  if (identifier === undefined)
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${part}' in '${path.join('.')}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  if (!Array.isArray(at)) {
    const field = path.slice(0, depth).join('.');
    throw badValue(
      Object.keys(at).length === 0
        ? `The path '${field}' must exist in the document in order to apply array updates.`
        : `Cannot apply array updates to non-array element ${field}: ${shownDoc(at)}`,
    );
  }
  const test = identifier === '' ? () => true : context.arrayFilters.get(identifier);
  if (!test)
    throw badValue(`No array filter found for identifier '${identifier}' in path '${path.join('.')}'`);
  return at.flatMap((item, i) => (test(item) ? [String(i)] : []));
}

function slotAt(at: Doc | unknown[], part: string, path: Path, create: boolean): Slot | undefined {
  if (!Array.isArray(at))
    return {
      value: own(at, part),
      set: (value) => setField(at, part, value),
      unset: () => delete at[part],
    };
  const index = arrayIndex(part);
  if (index < 0) {
    if (!create) return undefined;
    throw new CommandError(
      28,
      `Cannot create field '${part}' in element {${path[0] ?? ''}: ${shownValue(at)}}`,
    );
  }
  return {
    value: index < at.length ? at[index] : MISSING,
    set: (value) => {
      if (index - at.length > MOST_PADDING) throw badValue("can't backfill more than 1500000 elements");
      while (at.length < index) at.push(null);
      at[index] = value;
    },
    unset: () => (at[index] = null),
  };
}
