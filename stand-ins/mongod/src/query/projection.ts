import { isDoc, MISSING, setField, toNumber, truthy, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { itemTest } from './matcher.js';
import { isExpression } from './known-names.js';
import type { MatchDetails } from './path.js';

type Leaf =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'slice'; skip: number; limit: number }
  | { kind: 'elemMatch'; test: (item: unknown) => boolean }
  | { kind: 'positional' };

type Tree = Map<string, Leaf | Tree>;

export interface Projection {
  /** Whether the projection needs the index at which the query matched. */
  positional: boolean;
  apply(doc: Doc, details: MatchDetails): Doc;
}

/** Compiles the projection of a find. Undefined means that documents are returned unchanged. */
export function parseProjection(spec: unknown): Projection | undefined {
  if (spec === undefined || spec === null) return undefined;
  if (!isDoc(spec)) throw new CommandError(14, 'Expected field projection to be of type object');
  const leaves = flatten(spec, '');
  if (leaves.length === 0) return undefined;
  const inclusive = isInclusive(leaves);
  const tree: Tree = new Map();
  for (const [path, leaf] of leaves) add(tree, path, leaf);
  if (inclusive && !tree.has('_id')) tree.set('_id', { kind: 'keep' });
  return {
    positional: leaves.some(([, { kind }]) => kind === 'positional'),
    apply: (doc, details) => project(doc, tree, inclusive, details),
  };
}

function flatten(spec: Doc, prefix: string): [string, Leaf][] {
  return Object.keys(spec).flatMap((key): [string, Leaf][] => {
    const value = spec[key];
    if (key.startsWith('$') && prefix === '')
      throw new CommandError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    if (key === '$' || key.endsWith('.$')) return [[prefix + key.slice(0, -2), { kind: 'positional' }]];
    const path = prefix + key;
    if (typeof value === 'boolean' || toNumber(value) !== undefined)
      return [[path, { kind: truthy(value) ? 'keep' : 'drop' }]];
    if (!isDoc(value)) throw notSupported('a computed field in a projection');
    const [operator, ...more] = Object.keys(value);
    if (operator === undefined)
      throw new CommandError(
        51270,
        'An empty sub-projection is not a valid value. Found empty object at path',
      );
    if (!operator.startsWith('$')) return flatten(value, `${path}.`);
    if (more.length > 0) throw new CommandError(2, `a projection of one field has one operator: ${path}`);
    return [[path, operatorLeaf(operator, value)]];
  });
}

function operatorLeaf(operator: string, value: Doc): Leaf {
  const operand = value[operator];
  if (operator === '$elemMatch') {
    if (!isDoc(operand)) throw new CommandError(31274, 'elemMatch: Invalid argument, object required');
    return { kind: 'elemMatch', test: itemTest(operand) };
  }
  if (operator === '$slice') return sliceLeaf(operand);
  if (operator === '$meta') throw notSupported('$meta');
  if (isExpression(operator)) throw notSupported(`the expression ${operator} in a projection`);
  throw new CommandError(31325, `Unknown expression ${operator}`);
}

function sliceLeaf(operand: unknown): Leaf {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(toNumber);
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2 || (numbers.length === 2 && (second ?? 0) <= 0))
    throw new CommandError(
      28667,
      'Invalid $slice syntax. The given syntax did not match the find() syntax because :: First argument to $slice must be a number',
    );
  if (numbers.length === 2) return { kind: 'slice', skip: first, limit: second ?? 0 };
  return first < 0 ? { kind: 'slice', skip: first, limit: -first } : { kind: 'slice', skip: 0, limit: first };
}

function isInclusive(leaves: [string, Leaf][]): boolean {
  let inclusive: boolean | undefined;
  for (const [path, { kind }] of leaves) {
    if (path === '_id' || kind === 'slice') continue;
    const here = kind !== 'drop';
    if (inclusive !== undefined && inclusive !== here && kind !== 'elemMatch')
      throw here
        ? new CommandError(31253, `Cannot do inclusion on field ${path} in exclusion projection`)
        : new CommandError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    if (kind !== 'elemMatch' || inclusive === undefined) inclusive = here;
  }
  const id = leaves.find(([path]) => path === '_id')?.[1];
  return (
    inclusive ?? (id !== undefined && id.kind !== 'drop' && !leaves.some(([, { kind }]) => kind === 'slice'))
  );
}

function add(tree: Tree, path: string, leaf: Leaf): void {
  const parts = path.split('.');
  let node = tree;
  parts.forEach((part, i) => {
    const child = node.get(part);
    const last = i === parts.length - 1;
    if (child !== undefined && (last || !(child instanceof Map)))
      throw new CommandError(
        31249,
        `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`,
      );
    if (last) node.set(part, leaf);
    else if (child instanceof Map) node = child;
    else {
      const created: Tree = new Map();
      node.set(part, created);
      node = created;
    }
  });
}

function project(doc: Doc, tree: Tree, inclusive: boolean, details: MatchDetails): Doc {
  const result: Doc = {};
  for (const field of Object.keys(doc)) {
    const node = tree.get(field);
    const value =
      node === undefined ? (inclusive ? MISSING : doc[field]) : valueOf(doc[field], node, inclusive, details);
    if (value !== MISSING) setField(result, field, value);
  }
  return result;
}

function valueOf(value: unknown, node: Leaf | Tree, inclusive: boolean, details: MatchDetails): unknown {
  if (node instanceof Map) return descend(value, node, inclusive, details);
  switch (node.kind) {
    case 'keep':
      return value;
    case 'drop':
      return MISSING;
    case 'slice': {
      if (!Array.isArray(value)) return value;
      const start = node.skip < 0 ? Math.max(0, value.length + node.skip) : node.skip;
      return value.slice(start, start + node.limit);
    }
    case 'elemMatch': {
      const found: unknown = Array.isArray(value) ? value.findIndex(node.test) : -1;
      return Array.isArray(value) && (found as number) >= 0 ? [value[found as number]] : MISSING;
    }
    case 'positional':
      if (!Array.isArray(value)) return value;
      if (details.arrayIndex === undefined)
        throw new CommandError(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        );
      return value.slice(details.arrayIndex, details.arrayIndex + 1);
  }
}

function descend(value: unknown, tree: Tree, inclusive: boolean, details: MatchDetails): unknown {
  if (isDoc(value)) return project(value, tree, inclusive, details);
  if (!Array.isArray(value)) return inclusive ? MISSING : value;
  return value.map((item) => descend(item, tree, inclusive, details)).filter((item) => item !== MISSING);
}
