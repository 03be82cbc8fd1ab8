import { decode } from '../bson/decode.js';
import { keyOf } from '../bson/order.js';
import { shownDoc } from '../bson/show.js';
import { isDoc, isInt32, isNumeric, MISSING, setField, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { Extreme, Sum, type Accumulator } from './accumulators.js';
import { parseFieldExpression, valueOfPath } from './field-path.js';
import { isAccumulator, isExpression } from './known-names.js';
import { arrayIndex, type Path } from './path.js';

/** The value of a plain field, or a constant. */
type Operand = { path: Path } | { constant: unknown };

interface Column {
  name: string;
  operand: Operand;
  make: () => Accumulator;
}

/** Compiles a `$group`: its function makes one document of each group. */
export function parseGroup(spec: unknown): (rows: Iterable<Buffer>) => Iterable<Doc> {
  if (!isDoc(spec)) throw new CommandError(15947, "a group's fields must be specified in an object");
  let id: Operand | undefined;
  const columns: Column[] = [];
  for (const name of Object.keys(spec))
    if (name === '_id') id = parseId(spec._id);
    else columns.push(parseColumn(name, spec[name]));
  if (!id) throw new CommandError(15955, 'a group specification must include an _id');
  return (rows) => groups(rows, id, columns);
}

function* groups(rows: Iterable<Buffer>, id: Operand, columns: readonly Column[]): Generator<Doc> {
  const found = new Map<string, { id: unknown; results: Accumulator[] }>();
  const fields = new Set([id, ...columns.map(({ operand }) => operand)].flatMap(topLevelField));
  for (const bytes of rows) {
    const doc = fields.size === 0 ? {} : decode(bytes, fields);
    const value = valueOf(id, doc);
    const key = keyOf([value]);
    let group = found.get(key);
    if (!group) {
      group = { id: value === MISSING ? null : value, results: columns.map(({ make }) => make()) };
      found.set(key, group);
    }
    for (const [i, { operand }] of columns.entries()) group.results[i]?.add(valueOf(operand, doc));
  }
  for (const group of found.values()) {
    const row: Doc = { _id: group.id };
    for (const [i, { name }] of columns.entries()) setField(row, name, group.results[i]?.result());
    yield row;
  }
}

const topLevelField = (operand: Operand): string[] => ('path' in operand ? operand.path.slice(0, 1) : []);

const valueOf = (operand: Operand, doc: Doc): unknown =>
  'path' in operand ? valueOfPath(doc, operand.path) : operand.constant;

function parseId(value: unknown): Operand {
  if (typeof value === 'string' && value.startsWith('$')) return { path: parseFieldExpression(value) };
  if (Array.isArray(value)) throw notSupported('an array as the _id of $group');
  if (!isDoc(value) || Object.keys(value).length === 0) return { constant: value };
  refuseExpression(value);
  if (Object.values(value).some((field) => isNumeric(field) || typeof field === 'boolean'))
    throw new CommandError(17390, '$group does not support inclusion-style expressions');
  throw notSupported('a document as the _id of $group');
}

/** Refuses `{$add: […]}`: when MongoDB knows the operator as not supported, otherwise as MongoDB does. */
function refuseExpression(value: Doc): void {
  const [operator = '', ...others] = Object.keys(value);
  if (!operator.startsWith('$')) return;
  if (others.length > 0)
    throw new CommandError(
      15983,
      `An object representing an expression must have exactly one field: ${shownDoc(value)}`,
    );
  if (isExpression(operator)) throw notSupported(`the expression ${operator}`);
  throw new CommandError(168, `Unrecognized expression '${operator}'`);
}

function parseColumn(name: string, value: unknown): Column {
  const [accumulator = '', ...others] = isDoc(value) ? Object.keys(value) : [];
  if (!isDoc(value) || !accumulator.startsWith('$'))
    throw new CommandError(40234, `The field '${name}' must be an accumulator object`);
  if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`);
  if (name.startsWith('$'))
    throw new CommandError(40236, `The field name '${name}' cannot be an operator name`);
  if (others.length > 0) throw new CommandError(40238, `The field '${name}' must specify one accumulator`);
  const make = makerOf(accumulator);
  if (arrayIndex(name) >= 0) throw notSupported('a number as the name of a field of $group');
  return { name, operand: parseOperand(accumulator, value[accumulator]), make };
}

function makerOf(accumulator: string): () => Accumulator {
  if (accumulator === '$sum') return () => new Sum();
  if (accumulator === '$min') return () => new Extreme(1);
  if (accumulator === '$max') return () => new Extreme(-1);
  if (isAccumulator(accumulator)) throw notSupported(`the accumulator ${accumulator}`);
  throw new CommandError(15952, `unknown group operator '${accumulator}'`);
}

function parseOperand(accumulator: string, value: unknown): Operand {
  if (typeof value === 'string' && value.startsWith('$')) return { path: parseFieldExpression(value) };
  if (Array.isArray(value))
    throw new CommandError(40237, `The ${accumulator} accumulator is a unary operator`);
  const whole = typeof value === 'bigint' || (typeof value === 'number' && isInt32(value));
  if (accumulator === '$sum' && whole) return { constant: value };
  if (isDoc(value)) refuseExpression(value);
  throw notSupported(`this operand of ${accumulator}`);
}
