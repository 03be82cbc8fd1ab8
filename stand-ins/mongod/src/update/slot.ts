import { docFor } from '../bson/ordered.js';
import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, own, setField, type Doc } from '../bson/values.js';
import { badValue, CommandError } from '../errors.js';
import { arrayIndex, type Path } from '../query/path.js';
import type { ArrayFilters } from './array-filters.js';
import { identifierIn, isPrefix } from './paths.js';

/** A place in a document that an update operator reads and writes. */
export interface Slot {
  /** MISSING when there is no value yet. */
  readonly value: unknown;
  set(value: unknown): void;
  unset(): void;
}

/**
 * What an operator does at a place that does not exist. `create` makes the missing documents on the way.
 * `require` fails when the way leads through a value that has no fields, and `ignore` does not.
 */
export type Reach = 'create' | 'require' | 'ignore';

export interface SlotContext {
  /** The index at which the query matched in an array, for `$`. */
  arrayIndex: number | undefined;
  arrayFilters: ArrayFilters;
  /** The places that this update wrote to. Undefined when no two of its paths can lead to the same place. */
  written?: Path[] | undefined;
}

const MOST_PADDING = 1_500_000;

/** Calls `use` with each place that the path of an update stands for. */
export function eachSlot(
  doc: Doc,
  path: Path,
  reach: Reach,
  context: SlotContext,
  use: (slot: Slot) => void,
): void {
  if (path.includes('$') && context.arrayIndex === undefined)
    throw badValue('The positional operator did not find the match needed from the query.');
  new Walk(path, reach, context, use).from(doc, []);
}

class Walk {
  constructor(
    private readonly path: Path,
    private readonly reach: Reach,
    private readonly context: SlotContext,
    private readonly use: (slot: Slot) => void,
  ) {}

  /** Walks on from a document or an array. `taken` is the way to it, with positions in place of `$`. */
  from(at: Doc | unknown[], taken: Path): void {
    for (const part of this.partsOf(at, taken.length)) {
      const slot = this.slotAt(at, part, taken);
      if (!slot) continue;
      const way = [...taken, part];
      if (way.length === this.path.length) this.write(slot, way);
      else this.through(slot, way);
    }
  }

  private through(slot: Slot, way: Path): void {
    const { value } = slot;
    if (isDoc(value) || Array.isArray(value)) return this.from(value, way);
    if (value === MISSING) return this.branch(slot, way);
    const next = this.path[way.length] ?? '';
    if (identifierIn(next) !== undefined) throw this.noArray(way.length, value);
    const element = `{${way.at(-1) ?? ''}: ${shownValue(value)}}`;
    if (this.reach === 'create')
      throw new CommandError(28, `Cannot create field '${next}' in element ${element}`);
    if (this.reach === 'require')
      throw new CommandError(
        28,
        `Cannot use the part (${next}) of (${this.path.join('.')}) to traverse the element (${element})`,
      );
  }

  /** A new document is attached only when the operator put something into it. */
  private branch(slot: Slot, way: Path): void {
    if (this.path.slice(way.length).some((part) => identifierIn(part) !== undefined))
      throw this.noPath(way.length);
    if (this.reach !== 'create') return;
    const made = docFor(this.path.slice(way.length, way.length + 1));
    this.from(made, way);
    if (Object.keys(made).length > 0) slot.set(made);
  }

  private write(slot: Slot, way: Path): void {
    const { written } = this.context;
    if (written?.some((other) => isPrefix(other, way) || isPrefix(way, other)))
      throw new CommandError(40, `Update created a conflict at '${way.join('.')}'`);
    written?.push(way);
    this.use(slot);
  }

  /** Returns the names that one part of the path stands for here: one field, or several array indexes. */
  private partsOf(at: Doc | unknown[], depth: number): string[] {
    const part = this.path[depth] ?? '';
    if (part === '$') return [String(this.context.arrayIndex)];
    const identifier = identifierIn(part);
    if (identifier === undefined) return [part];
    if (!Array.isArray(at)) throw this.noArray(depth, at);
    const test = identifier === '' ? () => true : this.context.arrayFilters.get(identifier);
    return at.flatMap((item, i) => (test?.(item) ? [String(i)] : []));
  }

  private slotAt(at: Doc | unknown[], part: string, taken: Path): Slot | undefined {
    if (!Array.isArray(at)) return fieldSlot(at, part);
    const index = arrayIndex(part);
    if (index >= 0) return itemSlot(at, index);
    if (this.reach === 'ignore') return undefined;
    const element = `{${taken.at(-1) ?? ''}: ${shownValue(at)}}`;
    throw new CommandError(
      28,
      this.reach === 'create'
        ? `Cannot create field '${part}' in element ${element}`
        : `Cannot use the part (${part}) of (${this.path.join('.')}) to traverse the element (${element})`,
    );
  }

  private noArray(depth: number, value: unknown): CommandError {
    const field = this.path.slice(0, depth).join('.');
    return badValue(`Cannot apply array updates to non-array element ${field}: ${shownValue(value)}`);
  }

  private noPath(depth: number): CommandError {
    const field = this.path.slice(0, depth).join('.');
    return badValue(`The path '${field}' must exist in the document in order to apply array updates.`);
  }
}

const fieldSlot = (doc: Doc, field: string): Slot => ({
  value: own(doc, field),
  set: (value) => setField(doc, field, value),
  unset: () => delete doc[field],
});

const itemSlot = (items: unknown[], index: number): Slot => ({
  value: index < items.length ? items[index] : MISSING,
  set: (value) => {
    if (index - items.length > MOST_PADDING)
      throw new CommandError(34, "can't backfill more than 1500000 elements");
    while (items.length < index) items.push(null);
    items[index] = value;
  },
  unset: () => (items[index] = null),
});
