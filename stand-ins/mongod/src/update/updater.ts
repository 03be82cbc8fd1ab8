import { isDoc, MISSING, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse, notSupported, typeMismatch } from '../errors.js';
import { compile } from '../query/matcher.js';
import { arrayIndex, splitPath, type Path } from '../query/path.js';
import { checkPath, makeOperation, type Operation } from './operators.js';
import { refusePipeline } from './pipeline.js';
import { eachSlot, type SlotContext } from './slot.js';

export interface UpdateContext {
  /** The index at which the query matched in an array. */
  arrayIndex: number | undefined;
  /** Whether the document will be inserted, so that `$setOnInsert` applies. */
  inserting: boolean;
}

/** A compiled update. `apply` returns the new document and may change the old one. */
export interface Updater {
  kind: 'replacement' | 'operators';
  apply(doc: Doc, context: UpdateContext): Doc;
}

export function makeUpdater(update: unknown, arrayFilters: unknown): Updater {
  if (Array.isArray(update)) {
    if (arrayFilters !== undefined)
      throw failedToParse('arrayFilters may not be specified for pipeline-syle updates');
    refusePipeline(update);
  }
  if (!isDoc(update)) throw failedToParse('Update argument must be either an object or an array');
  if (Object.keys(update)[0]?.startsWith('$') === true)
    return operatorUpdate(update, parseArrayFilters(arrayFilters));
  if (arrayFilters !== undefined)
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  const dollar = Object.keys(update).find((key) => key.startsWith('$'));
  if (dollar !== undefined)
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  return {
    kind: 'replacement',
    apply: (doc) => ('_id' in update || !('_id' in doc) ? { ...update } : { _id: doc._id, ...update }),
  };
}

interface Step {
  path: Path;
  operation: Operation;
  onlyOnInsert: boolean;
  renameTo?: Path;
}

function operatorUpdate(update: Doc, arrayFilters: SlotContext['arrayFilters']): Updater {
  const steps = Object.keys(update).flatMap((operator) => parseOperator(operator, update[operator]));
  steps.sort((a, b) => comparePaths(a.path, b.path));
  checkConflicts(steps.flatMap(({ path, renameTo }) => (renameTo ? [path, renameTo] : [path])));
  checkUsed(arrayFilters, steps);
  return {
    kind: 'operators',
    apply: (doc, { arrayIndex, inserting }) => {
      const context = { arrayIndex, arrayFilters };
      for (const step of steps) if (!step.onlyOnInsert || inserting) run(step, doc, context);
      return doc;
    },
  };
}

function parseOperator(operator: string, operand: unknown): Step[] {
  if (!operator.startsWith('$'))
    throw failedToParse(
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  if (!isDoc(operand))
    throw failedToParse(
      `Modifiers operate on fields but we found type ${Array.isArray(operand) ? 'array' : typeof operand} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${String(operand)}}`,
    );
  return Object.keys(operand).map((field) => {
    checkPath(field);
    const path = splitPath(field);
    if (operator === '$rename') return rename(field, operand[field]);
    const onlyOnInsert = operator === '$setOnInsert';
    const operation = makeOperation(onlyOnInsert ? '$set' : operator, operand[field], field);
    return { path, operation, onlyOnInsert };
  });
}

function rename(from: string, to: unknown): Step {
  if (typeof to !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${from}: ${String(to)}`);
  checkPath(to);
  if (from.includes('$') || to.includes('$'))
    throw badValue(`The source and target field for $rename may not be dynamic: ${from}`);
  if (from === to) throw badValue(`The source and target field for $rename must differ: ${from}: "${to}"`);
  const operation: Operation = { apply: () => undefined, create: false };
  return { path: splitPath(from), operation, onlyOnInsert: false, renameTo: splitPath(to) };
}

function run({ path, operation, renameTo }: Step, doc: Doc, context: SlotContext): void {
  if (!renameTo) return eachSlot(doc, path, operation.create, context, (slot) => operation.apply(slot, doc));
  eachSlot(doc, path, false, context, (source) => {
    const { value } = source;
    if (value === MISSING) return;
    source.unset();
    eachSlot(doc, renameTo, true, context, (target) => target.set(value));
  });
}

/** The order in which MongoDB adds new fields: by name, array indexes by number. */
function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x = '', y = ''] = [a[i], b[i]];
    if (x === y) continue;
    const byNumber = arrayIndex(x) >= 0 && arrayIndex(y) >= 0 ? arrayIndex(x) - arrayIndex(y) : 0;
    return byNumber || (x < y ? -1 : 1);
  }
  return a.length - b.length;
}

function checkConflicts(paths: readonly Path[]): void {
  const sorted = paths.toSorted(comparePaths);
  for (let i = 1; i < sorted.length; i++) {
    const [before = [], path = []] = [sorted[i - 1], sorted[i]];
    if (before.every((part, at) => path[at] === part))
      throw new CommandError(
        40,
        `Updating the path '${path.join('.')}' would create a conflict at '${before.join('.')}'`,
      );
  }
}

function parseArrayFilters(filters: unknown): SlotContext['arrayFilters'] {
  const tests = new Map<string, (item: unknown) => boolean>();
  if (filters === undefined) return tests;
  if (!Array.isArray(filters))
    throw typeMismatch("BSON field 'update.updates.arrayFilters' is the wrong type, expected type 'array'");
  for (const filter of filters) {
    if (!isDoc(filter)) throw typeMismatch('an array filter has to be an object');
    const identifier = identifierOf(filter);
    if (tests.has(identifier))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${identifier}`);
    const condition = compile(filter);
    tests.set(identifier, (item) => condition.test({ [identifier]: item }));
  }
  return tests;
}

function identifierOf(filter: Doc): string {
  const names = new Set(
    Object.keys(filter).flatMap((key) => {
      if (!key.startsWith('$')) return [key.split('.')[0] ?? key];
      if (!['$and', '$or', '$nor'].includes(key) || !Array.isArray(filter[key]))
        throw notSupported(`${key} in arrayFilters`);
      return (filter[key] as Doc[]).map(identifierOf);
    }),
  );
  const [name] = names;
  if (name === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  if (names.size > 1)
    throw failedToParse(
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...names].join("' and '")}'`,
    );
  return name;
}

function checkUsed(filters: SlotContext['arrayFilters'], steps: readonly Step[]): void {
  for (const identifier of filters.keys())
    if (!steps.some(({ path }) => path.includes(`$[${identifier}]`)))
      throw failedToParse(`The array filter for identifier '${identifier}' was not used in the update`);
}
