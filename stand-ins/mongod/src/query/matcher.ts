import { equalValues } from '../bson/order.js';
import { isDoc, MISSING, toNumber, type Doc } from '../bson/values.js';
import { badValue, failedToParse, notSupported } from '../errors.js';
import { bits } from './bits.js';
import { integerOperand } from './integer.js';
import { modulo } from './modulo.js';
import { REFERENCES, splitPath, visitPath, type MatchDetails } from './path.js';
import * as is from './predicates.js';

/** A compiled condition. `test` tests a document; the planner reads the other fields. */
export type Condition =
  | { kind: 'and' | 'or' | 'nor'; parts: Condition[]; test: Test }
  | { kind: 'field'; path: string; operator: string; operand: unknown; test: Test }
  | { kind: 'other'; test: Test };

export type Test = (doc: Doc, details?: MatchDetails) => boolean;

/**
 * Compiles a filter. A wrong or unsupported filter throws MongoDB's errors, even when there is no document to
 * test.
 */
export function compile(filter: Doc): Condition {
  const parts: Condition[] = [];
  for (const key of Object.keys(filter)) {
    if (key.startsWith('$')) parts.push(...topLevel(key, filter[key]));
    else parts.push(...field(key, filter[key]));
  }
  return allOf(parts);
}

function allOf(parts: Condition[]): Condition {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  return { kind: 'and', parts, test: (doc, details) => parts.every((part) => part.test(doc, details)) };
}

function topLevel(operator: string, operand: unknown): Condition[] {
  switch (operator) {
    case '$and':
      return [allOf(list(operator, operand))];
    case '$or': {
      const parts = list(operator, operand);
      return [{ kind: 'or', parts, test: (doc, details) => parts.some((part) => part.test(doc, details)) }];
    }
    case '$nor': {
      const parts = list(operator, operand);
      return [{ kind: 'nor', parts, test: (doc) => !parts.some((part) => part.test(doc)) }];
    }
    case '$comment':
      return [];
    case '$alwaysTrue':
      requireOne(operator, operand);
      return [];
    case '$alwaysFalse':
      requireOne(operator, operand);
      return [NEVER];
    case '$ref':
    case '$id':
    case '$db':
      return [leaf(operator, '$eq', operand, is.equals(operand))];
    case '$expr':
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notSupported(operator);
  }
  throw badValue(
    `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  );
}

function requireOne(operator: string, operand: unknown): void {
  if (integerOperand(operator, operand, (why) => failedToParse(why)) !== 1n)
    throw failedToParse(`${operator} must be an integer value of 1`);
}

const NEVER: Condition = { kind: 'other', test: () => false };

const isTrue = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && toNumber(value) !== 0;

function list(operator: string, operand: unknown): Condition[] {
  if (!Array.isArray(operand)) throw badValue(`${operator} must be an array`);
  if (operand.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return operand.map((part) => {
    if (!isDoc(part)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compile(part);
  });
}

function field(path: string, value: unknown): Condition[] {
  if (is.isRegex(value)) return [leaf(path, '$regex', value, is.matchesRegex(value))];
  if (!is.isOperators(value)) return [leaf(path, '$eq', value, is.equals(value))];
  return Object.keys(value)
    .filter((operator) => operator !== '$options' || !('$regex' in value))
    .map((operator) => fieldOperator(path, operator, value[operator], value));
}

function fieldOperator(path: string, operator: string, operand: unknown, all: Doc): Condition {
  switch (operator) {
    case '$eq':
      return leaf(path, operator, operand, is.equals(operand));
    case '$ne':
      if (is.isRegex(operand)) throw badValue("Can't have regex as arg to $ne.");
      return not(leaf(path, '$eq', operand, is.equals(operand)));
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return leaf(path, operator, operand, is.compares(operator, operand));
    case '$in':
      return leaf(path, operator, operand, is.isIn(operands(operator, operand)));
    case '$nin':
      return not(leaf(path, '$in', operand, is.isIn(operands(operator, operand))));
    case '$regex': {
      const regex = all.$options === undefined ? operand : { pattern: operand, options: all.$options };
      return leaf(path, operator, regex, is.matchesRegex(operand, all.$options));
    }
    case '$exists': {
      const exists = leaf(path, '$exists', true, (value) => value !== MISSING);
      return isTrue(operand) ? exists : not(exists);
    }
    case '$type':
      return leaf(path, operator, operand, is.hasType(operand));
    case '$mod':
      return leaf(path, operator, operand, modulo(operand));
    case '$size':
      return leaf(path, operator, operand, is.hasSize(operand), false);
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return leaf(path, operator, operand, bits(operator, operand));
    case '$elemMatch':
      return elemMatch(path, operand);
    case '$all':
      return containsAll(path, operand);
    case '$not':
      return negated(path, operand);
    case '$options':
      throw badValue('$options needs a $regex');
    case '$near':
    case '$nearSphere':
    case '$geoWithin':
    case '$geoIntersects':
      throw notSupported(operator);
  }
  throw is.unknownOperator(operator);
}

function leaf(
  path: string,
  operator: string,
  operand: unknown,
  predicate: is.Predicate,
  leafItems = true,
): Condition {
  return { kind: 'field', path, operator, operand, test: testAt(path, predicate, leafItems) };
}

function testAt(path: string, predicate: is.Predicate, leafItems: boolean): Test {
  if (path === ITEM) return (doc) => predicate(doc[ITEM]); // an item that is an array is tested as a whole
  const parts = splitPath(path);
  return (doc, details) => visitPath(doc, parts, leafItems, predicate, details);
}

function not(condition: Condition): Condition {
  return { kind: 'nor', parts: [condition], test: (doc) => !condition.test(doc) };
}

function operands(operator: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) throw badValue(`${operator} needs an array`);
  if (operand.some(is.isOperators)) throw badValue('cannot nest $ under $in');
  if (operand.includes(undefined)) throw badValue('InMatchExpression equality cannot be undefined');
  return operand;
}

function negated(path: string, operand: unknown): Condition {
  if (is.isRegex(operand)) return not(leaf(path, '$regex', operand, is.matchesRegex(operand)));
  if (!isDoc(operand)) throw badValue('$not needs a regex or a document');
  if (Object.keys(operand).length === 0) throw badValue('$not cannot be empty');
  if (!is.isOperators(operand)) throw is.unknownOperator(Object.keys(operand)[0] ?? '');
  return not(allOf(field(path, operand)));
}

function containsAll(path: string, operand: unknown): Condition {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  if (operand.length === 0) return NEVER;
  if (isElemMatch(operand[0]))
    return allOf(
      operand.map((item) => {
        if (!isElemMatch(item)) throw badValue('$all/$elemMatch has to be consistent');
        return elemMatch(path, item.$elemMatch);
      }),
    );
  return allOf(
    operand.map((item) => {
      if (isDoc(item) && FIELD_OPERATORS.has(Object.keys(item)[0] ?? ''))
        throw badValue('no $ expressions in $all');
      return is.isRegex(item)
        ? leaf(path, '$regex', item, is.matchesRegex(item))
        : leaf(path, '$eq', item, is.equals(item));
    }),
  );
}

const isElemMatch = (item: unknown): item is Doc => isDoc(item) && Object.keys(item)[0] === '$elemMatch';

function elemMatch(path: string, operand: unknown): Condition {
  if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
  const test = itemTest(operand);
  let index = -1;
  const found = testAt(path, (value) => Array.isArray(value) && (index = value.findIndex(test)) >= 0, false);
  return {
    kind: 'field',
    path,
    operator: '$elemMatch',
    operand,
    test: (doc, details) => {
      const inner: MatchDetails = {};
      if (!found(doc, inner)) return false;
      if (details) details.arrayIndex = inner.arrayIndex ?? index;
      return true;
    },
  };
}

/** Operators that stand where a field could stand: they have no path. */
const PATHLESS = new Set([
  '$and',
  '$or',
  '$nor',
  '$expr',
  '$where',
  '$text',
  '$comment',
  '$jsonSchema',
  '$alwaysTrue',
  '$alwaysFalse',
  '$sampleRate',
]);

/** Operators that test the value of a field. */
const FIELD_OPERATORS = new Set([
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$nin',
  '$not',
  '$all',
  '$elemMatch',
  '$size',
  '$exists',
  '$type',
  '$mod',
  '$regex',
  '$options',
  '$bitsAllSet',
  '$bitsAllClear',
  '$bitsAnySet',
  '$bitsAnyClear',
  '$near',
  '$nearSphere',
  '$geoNear',
  '$within',
  '$geoWithin',
  '$geoIntersects',
]);

/** A plain value is tested as the field of this name. */
const ITEM = '\0item';

/**
 * Compiles a test for the items of an array, for `$elemMatch`. `{$gt: 1}` tests the item itself, `{a: 1}`
 * tests its fields. Fields of a DBRef may stand alone here.
 */
export function itemTest(criteria: Doc): is.Predicate {
  const names = Object.keys(criteria);
  const [first = ''] = names;
  if (first.startsWith('$') && !PATHLESS.has(first) && !names.some((name) => REFERENCES.has(name))) {
    const condition = allOf(field(ITEM, criteria));
    return (item) => condition.test({ [ITEM]: item });
  }
  const condition = compile(criteria);
  // An item that is an array is tested as a document whose field names are the positions
  return (item) => (Array.isArray(item) ? condition.test({ ...item }) : isDoc(item) && condition.test(item));
}

/** Compiles a test for the items that `$pull` removes. */
export function pullTest(operand: unknown): is.Predicate {
  if (is.isRegex(operand) || (isDoc(operand) && FIELD_OPERATORS.has(Object.keys(operand)[0] ?? ''))) {
    const condition = allOf(field('', operand));
    return (item) => condition.test({ '': item });
  }
  if (!isDoc(operand)) return (item) => equalValues(item, operand);
  const condition = compile(operand);
  return (item) => isDoc(item) && condition.test(item);
}
