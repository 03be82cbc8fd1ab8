import { isDoc, isNumeric, type Doc } from '../bson/values.js';
import { CommandError, notSupported } from '../errors.js';
import { checkFieldPath } from './field-path.js';
import { isExpression } from './known-names.js';
import { parseProjection, type Projection } from './projection.js';

/** Compiles a `$project` that only keeps or only drops fields. Computed fields are refused. */
export function parsePlainProjection(spec: unknown): Projection {
  if (!isDoc(spec)) throw new CommandError(15969, '$project specification must be an object');
  return compiled('$project', spec);
}

/** Compiles an `$unset`: the name of a field, or a list of names. */
export function parseUnset(spec: unknown): Projection {
  if (typeof spec !== 'string' && !Array.isArray(spec))
    throw new CommandError(31002, '$unset specification must be a string or an array');
  const names: unknown[] = Array.isArray(spec) ? spec : [spec];
  if (names.length === 0)
    throw new CommandError(
      31119,
      '$unset specification must be a string or an array with at least one field',
    );
  if (!names.every((name) => typeof name === 'string'))
    throw new CommandError(
      31120,
      '$unset specification must be a string or an array containing only string values',
    );
  return compiled('$unset', Object.fromEntries(names.map((name) => [name, 0])));
}

function compiled(stage: string, spec: Doc): Projection {
  try {
    check(spec);
    const projection = parseProjection(spec);
    if (!projection) throw new CommandError(51272, 'projection specification must have at least one field');
    return projection;
  } catch (error) {
    if (!(error instanceof CommandError) || error.code === 238) throw error;
    throw new CommandError(error.code, `Invalid ${stage} :: caused by :: ${error.message}`);
  }
}

function check(spec: Doc): void {
  for (const key of Object.keys(spec)) {
    if (key === '$' || key.endsWith('.$') || key.includes('.$.'))
      throw new CommandError(31324, 'Cannot use positional projection in aggregation projection');
    const value = spec[key];
    checkFieldPath(key);
    if (isDoc(value)) checkNested(value);
    else if (typeof value !== 'boolean' && !isNumeric(value)) throw notSupported('a computed field');
  }
}

function checkNested(value: Doc): void {
  const [operator = '', ...others] = Object.keys(value);
  // The manual calls `{a: {'b.c': 1}}` invalid
  if (Object.keys(value).some((key) => key.includes('.') && !key.includes('$')))
    throw notSupported('a dotted name inside of a nested projection');
  if (!operator.startsWith('$') || others.length > 0) return check(value);
  if (operator === '$elemMatch') throw new CommandError(168, 'Cannot use $elemMatch in this context');
  if (isExpression(operator)) throw notSupported(`the expression ${operator}`);
  throw new CommandError(31325, `Unknown expression ${operator}`);
}
