import { docFor } from '../bson/ordered.js';
import { shownValue } from '../bson/show.js';
import { isDoc, MISSING, own, setField, toNumber, truthy, typeName, type Doc } from '../bson/values.js';
import { CommandError, notSupported, typeMismatch } from '../errors.js';
import { itemTest, type Condition } from './matcher.js';
import { checkFieldPath } from './field-path.js';
import { isExpression } from './known-names.js';
import { splitPath, type MatchDetails, type Path } from './path.js';

type Leaf =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'slice'; skip: number; limit: number }
  | { kind: 'elemMatch'; test: (item: unknown) => boolean };

type Tree = Map<string, Leaf | Tree>;

export interface Projection {
  /** Whether the projection needs the index at which the query matched. */
  positional: boolean;
  apply(doc: Doc, details: MatchDetails): Doc;
}

/**
 * Compiles the projection of a find. Undefined means that documents are returned unchanged. A positional `$`
 * needs the condition of the query.
 */
export function parseProjection(spec: unknown, condition?: Condition): Projection | undefined {
  if (spec === undefined || spec === null) return undefined;
  if (!isDoc(spec)) throw typeMismatch('Expected field projection to be of type object');
  if (Object.keys(spec).length === 0) return undefined;
  const parser = new Parser(condition);
  parser.fields(spec, '');
  const { tree, inclusive, positional } = parser.finish();
  return {
    positional: positional !== undefined,
    apply: (doc, details) => {
      const result = project(doc, tree, inclusive);
      if (positional && details.arrayIndex !== undefined) keepOne(result, positional, details.arrayIndex);
      return result;
    },
  };
}

class Parser {
  private readonly tree: Tree = new Map();
  private inclusive: boolean | undefined;
  private positional: Path | undefined;
  private hasSlice = false;
  private hasElemMatch = false;
  private includesId = false;
  private namesId = false;

  constructor(private readonly condition: Condition | undefined) {}

  fields(spec: Doc, prefix: string): void {
    for (const key of Object.keys(spec)) this.field(prefix + key, spec[key]);
  }

  /** Applies the defaults: without other fields, `{_id: 1}` and `$elemMatch` include, and `$slice` excludes. */
  finish(): { tree: Tree; inclusive: boolean; positional: Path | undefined } {
    const { tree, positional } = this;
    const inclusive = this.inclusive ?? (this.includesId || (!this.hasSlice && this.hasElemMatch));
    if (inclusive && !this.namesId) tree.set('_id', { kind: 'keep' });
    return { tree, inclusive, positional };
  }

  private field(path: string, value: unknown): void {
    if (path === '_id' || path.startsWith('_id.')) this.namesId = true;
    const at = splitPath(path).indexOf('$');
    if (at >= 0) return this.positionalField(path, at, value);
    checkFieldPath(path);
    if (isDoc(value)) this.operator(path, value);
    else if (typeof value !== 'boolean' && toNumber(value) === undefined) this.computed(path, value);
    else if (truthy(value)) this.include(path);
    else this.exclude(path);
  }

  private include(path: string): void {
    this.add(path, { kind: 'keep' });
    if (path === '_id') {
      this.includesId = true;
      return;
    }
    if (this.inclusive === false)
      throw new CommandError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    this.inclusive = true;
  }

  private exclude(path: string): void {
    this.add(path, { kind: 'drop' });
    if (path === '_id') return;
    if (this.inclusive === true)
      throw new CommandError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    this.inclusive = false;
  }

  private positionalField(path: string, at: number, value: unknown): void {
    const parts = splitPath(path);
    if (isDoc(value))
      throw new CommandError(31271, 'positional projection cannot be used with an expression or sub object');
    if (typeof value !== 'boolean' && toNumber(value) === undefined)
      throw new CommandError(31308, 'positional projection cannot be used with a literal');
    if (!truthy(value)) throw new CommandError(31395, 'positional projection cannot be used with exclusion');
    if (at < parts.length - 1)
      throw new CommandError(
        31394,
        `As of 4.4, it's illegal to specify positional operator in the middle of a path. Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form like a.b.$.d, remove the parts following the '$' and the results will be equivalent.`,
      );
    if (this.positional)
      throw new CommandError(31276, 'Cannot specify more than one positional projection per query.');
    if (this.hasElemMatch)
      throw new CommandError(31256, 'Cannot specify positional operator and $elemMatch.');
    if (!this.condition || !namesField(this.condition, parts[0] ?? ''))
      throw new CommandError(31277, `Positional projection '${path}' does not match the query document.`);
    this.positional = parts.slice(0, -1);
    const field = this.positional.join('.');
    checkFieldPath(field);
    this.include(field);
  }

  private operator(path: string, value: Doc): void {
    const [operator, ...more] = Object.keys(value);
    if (operator === undefined)
      throw new CommandError(
        51270,
        `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
      );
    if (!operator.startsWith('$') || more.length > 0) return this.fields(value, `${path}.`);
    const operand = value[operator];
    if (operator === '$meta') throw notSupported('$meta');
    if (operator === '$elemMatch') this.elemMatch(path, operand);
    else if (operator === '$slice' && !isSliceExpression(operand)) {
      this.add(path, sliceLeaf(operand));
      this.hasSlice = true;
    } else if (isExpression(operator)) this.computed(path, value);
    else throw new CommandError(31325, `Unknown expression ${operator}`);
  }

  private elemMatch(path: string, operand: unknown): void {
    if (!isDoc(operand))
      throw new CommandError(
        31274,
        `elemMatch: Invalid argument, object required, but got ${typeName(operand)}`,
      );
    if (this.positional) throw new CommandError(31255, 'Cannot specify positional operator and $elemMatch.');
    if (path.includes('.'))
      throw new CommandError(31275, 'Cannot use $elemMatch projection on a nested field.');
    this.add(path, { kind: 'elemMatch', test: itemTest(operand) });
    this.hasElemMatch = true;
  }

  private computed(path: string, value: unknown): never {
    if (this.inclusive === false)
      throw isDoc(value)
        ? new CommandError(31252, 'Cannot use expression other than $meta in exclusion projection')
        : new CommandError(
            31310,
            `Cannot use an expression ${path}: ${shownValue(value)} in an exclusion projection`,
          );
    throw notSupported('a computed field in a projection');
  }

  private add(path: string, leaf: Leaf): void {
    const parts = splitPath(path);
    let node = this.tree;
    for (const [i, part] of parts.entries()) {
      const child = node.get(part);
      if (i === parts.length - 1) {
        if (child !== undefined) throw new CommandError(31250, `Path collision at ${path}`);
        node.set(part, leaf);
      } else if (child instanceof Map) node = child;
      else if (child !== undefined)
        throw new CommandError(
          31249,
          `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`,
        );
      else {
        const created: Tree = new Map();
        node.set(part, created);
        node = created;
      }
    }
  }
}

/** Returns whether a condition tests a field of a document, or a field below it. */
function namesField(condition: Condition, field: string): boolean {
  if (condition.kind === 'field') return splitPath(condition.path)[0] === field;
  return condition.kind !== 'other' && condition.parts.some((part) => namesField(part, field));
}

/** The expression `$slice` has an array before its numbers, as in `{$slice: ['$a', 2]}`. */
const isSliceExpression = (operand: unknown): boolean =>
  Array.isArray(operand) && operand.length > 1 && toNumber(operand[0]) === undefined;

function sliceLeaf(operand: unknown): Leaf {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(toNumber);
  const [first, second] = numbers.map((number) => number && Math.trunc(number));
  if (Array.isArray(operand) && numbers.length > 1 && (numbers.length > 2 || (second ?? 0) <= 0))
    throw new CommandError(28724, 'First argument to $slice must be an array, but is of type: int');
  if (first === undefined || (Array.isArray(operand) && numbers.length < 2))
    throw new CommandError(
      28667,
      `Invalid $slice syntax. The given syntax { $slice: ${shownValue(operand)} } did not match the find() syntax because :: Location31273: $slice only supports numbers and [skip, limit] arrays :: The given syntax did not match the expression $slice syntax. :: caused by :: Expression $slice takes at least 2 arguments, and at most 3, but 1 were passed in.`,
    );
  if (second !== undefined) return { kind: 'slice', skip: first, limit: second };
  return first < 0 ? { kind: 'slice', skip: first, limit: -first } : { kind: 'slice', skip: 0, limit: first };
}

/** Leaves only the item that the query matched, in the first array on a path. */
function keepOne(doc: Doc, path: Path, index: number): void {
  let at = doc;
  for (const part of path) {
    const value = own(at, part);
    if (Array.isArray(value)) {
      if (index >= value.length) throw noMatchingItem();
      setField(at, part, [value[index]]);
      return;
    }
    if (!isDoc(value)) return;
    at = value;
  }
}

const noMatchingItem = (): CommandError =>
  new CommandError(
    51246,
    "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
  );

function project(doc: Doc, tree: Tree, inclusive: boolean): Doc {
  const fields = Object.keys(doc);
  const result = docFor(fields);
  for (const field of fields) {
    const node = tree.get(field);
    const value =
      node === undefined ? (inclusive ? MISSING : doc[field]) : valueOf(doc[field], node, inclusive);
    if (value !== MISSING) setField(result, field, value);
  }
  for (const [field, node] of tree) {
    if (node instanceof Map || node.kind !== 'elemMatch') continue;
    const value = own(doc, field);
    const found = Array.isArray(value) ? value.findIndex(node.test) : -1;
    if (found >= 0) setField(result, field, [(value as unknown[])[found]]);
  }
  return result;
}

function valueOf(value: unknown, node: Leaf | Tree, inclusive: boolean): unknown {
  if (node instanceof Map) return descend(value, node, inclusive);
  switch (node.kind) {
    case 'keep':
      return value;
    case 'drop':
    case 'elemMatch': // its field comes after the others
      return MISSING;
    case 'slice': {
      if (!Array.isArray(value)) return value;
      const start = node.skip < 0 ? Math.max(0, value.length + node.skip) : node.skip;
      return value.slice(start, start + node.limit);
    }
  }
}

function descend(value: unknown, tree: Tree, inclusive: boolean): unknown {
  if (isDoc(value)) return project(value, tree, inclusive);
  if (!Array.isArray(value)) return inclusive ? MISSING : value;
  return value.map((item) => descend(item, tree, inclusive)).filter((item) => item !== MISSING);
}
