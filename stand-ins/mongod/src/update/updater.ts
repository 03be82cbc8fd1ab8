import { isIntegerName, docFor } from '../bson/ordered.js';
import { isDoc, orderedCopy, setField, typeName, type Doc } from '../bson/values.js';
import { shownValue } from '../bson/show.js';
import { CommandError, failedToParse } from '../errors.js';
import { splitPath, type Path } from '../query/path.js';
import { parseArrayFilters, type ArrayFilters } from './array-filters.js';
import { operationOf, type Operation } from './operators.js';
import { checkConflicts, checkUpdatePath, comparePaths, identifierIn, isDynamic } from './paths.js';
import { refusePipeline } from './pipeline.js';
import { checkRename, rename } from './rename.js';
import { eachSlot, type SlotContext } from './slot.js';
import { checkDollarNames, fillTimestamps } from './storable.js';

export interface UpdateContext {
  /** The index at which the query matched in an array. */
  arrayIndex: number | undefined;
  /** Whether the document will be inserted, so that `$setOnInsert` applies. */
  inserting: boolean;
}

/** A compiled update. `apply` returns the new document and may change the old one. */
export interface Updater {
  kind: 'replacement' | 'operators';
  /** The top-level fields that it may change. Undefined means all. */
  touched?: ReadonlySet<string>;
  apply(doc: Doc, context: UpdateContext): Doc;
}

export interface UpdateOptions {
  update: unknown;
  arrayFilters?: unknown;
  /** Constants (`c`), which only a pipeline can have. */
  constants?: unknown;
  multi: boolean;
}

export function makeUpdater({ update, arrayFilters, constants, multi }: UpdateOptions): Updater {
  if (Array.isArray(update)) {
    if (arrayFilters !== undefined)
      throw failedToParse('arrayFilters may not be specified for pipeline-style updates');
    refusePipeline(update);
  }
  if (!isDoc(update)) throw failedToParse('Update argument must be either an object or an array');
  if (constants !== undefined)
    throw new CommandError(51198, 'Constant values may only be specified for pipeline updates');
  if (Object.keys(update)[0]?.startsWith('$') === true)
    return operatorUpdate(update, parseArrayFilters(arrayFilters));
  if (arrayFilters !== undefined)
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  if (multi) throw failedToParse('multi update is not supported for replacement-style update');
  return { kind: 'replacement', apply: (doc) => replacement(doc, update) };
}

function replacement(doc: Doc, update: Doc): Doc {
  checkDollarNames(update);
  const names = Object.keys(update);
  const result = docFor(names);
  if (!('_id' in update) && '_id' in doc) result._id = doc._id;
  for (const name of names) setField(result, name, update[name]);
  fillTimestamps(result);
  return result;
}

interface Step {
  path: Path;
  operation: Operation;
  onlyOnInsert: boolean;
  /** The old place of a field that `$rename` moves to `path`. */
  from?: Path;
  /** Whether the operator writes values, so that the names of its fields are checked. */
  writes: boolean;
}

function operatorUpdate(update: Doc, arrayFilters: ArrayFilters): Updater {
  const identifiers = new Set(arrayFilters.keys());
  const steps = Object.keys(update).flatMap((operator) =>
    parseOperator(operator, update[operator], identifiers),
  );
  steps.sort((a, b) => comparePaths(a.path, b.path));
  const paths = steps.flatMap(({ path, from }) => (from ? [path, from] : [path]));
  checkConflicts(paths);
  checkUsed(identifiers, paths);
  const mayAddInteger = paths.some((path) => path.some(isIntegerName));
  const mayMeet = paths.some((path) => path.some(isDynamic));
  const names = steps.flatMap(({ path, writes }) => (writes ? path.slice(0, 1) : []));
  return {
    kind: 'operators',
    touched: new Set(paths.map(([first = '']) => first)),
    apply: (before, { arrayIndex, inserting }) => {
      const doc = mayAddInteger ? (orderedCopy(before) as Doc) : before;
      const context: SlotContext = { arrayIndex, arrayFilters, written: mayMeet ? [] : undefined };
      for (const step of steps) if (!step.onlyOnInsert || inserting) run(step, doc, context);
      checkDollarNames(doc, names);
      return doc;
    },
  };
}

function parseOperator(operator: string, operand: unknown, identifiers: ReadonlySet<string>): Step[] {
  const onlyOnInsert = operator === '$setOnInsert';
  if (operator !== '$rename') operationOf(onlyOnInsert ? '$set' : operator);
  if (!isDoc(operand))
    throw failedToParse(
      `Modifiers operate on fields but we found type ${typeName(operand)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${shownValue(operand)}}`,
    );
  return Object.keys(operand).map((field): Step => {
    const value = operand[field];
    if (operator === '$rename') {
      checkRename(field, value);
      return { path: splitPath(value), from: splitPath(field), ...MOVE };
    }
    checkUpdatePath(field, identifiers);
    const operation = operationOf(onlyOnInsert ? '$set' : operator)(value, field);
    return { path: splitPath(field), operation, onlyOnInsert, writes: operator !== '$unset' };
  });
}

const MOVE = {
  operation: { apply: () => undefined, reach: 'ignore' },
  onlyOnInsert: false,
  writes: true,
} as const;

function run({ path, operation, from }: Step, doc: Doc, context: SlotContext): void {
  if (from) rename(doc, from, path, context);
  else eachSlot(doc, path, operation.reach, context, (slot) => operation.apply(slot, doc));
}

function checkUsed(identifiers: ReadonlySet<string>, paths: readonly Path[]): void {
  for (const identifier of identifiers)
    if (!paths.some((path) => path.some((part) => identifierIn(part) === identifier)))
      throw failedToParse(`The array filter for identifier '${identifier}' was not used in the update`);
}
