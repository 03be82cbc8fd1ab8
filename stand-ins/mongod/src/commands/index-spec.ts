import { shownDoc, shownValue } from '../bson/show.js';
import { isDoc, isNumeric, toNumber, truthy, typeName, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse, notSupported, typeMismatch } from '../errors.js';
import { compile, type Condition } from '../query/matcher.js';
import type { IndexSpec } from '../store/index.js';
import { checkCollation } from './context.js';

const FLAGS = ['unique', 'sparse', 'hidden', 'background'] as const;

/** `listIndexes` shows these even when they are false. */
const SHOWN_FALSE = new Set<string>(['sparse', 'background']);

/** These belong to types of indexes that this server lacks. */
const REFUSED = new Set([
  'weights',
  'default_language',
  'language_override',
  'wildcardProjection',
  'storageEngine',
  'bits',
  'min',
  'max',
  'bucketSize',
  'coarsestIndexedLevel',
  'finestIndexedLevel',
  '2dsphereIndexVersion',
  'textIndexVersion',
  'columnstoreProjection',
  'clustered',
  'prepareUnique',
]);

const KNOWN = new Set<string>([
  ...FLAGS,
  'key',
  'name',
  'expireAfterSeconds',
  'partialFilterExpression',
  'v',
  'ns',
  'collation',
  'dropDups',
]);

/** The fields that the specification of the index on `_id` can have. */
const ID_FIELDS = new Set(['key', 'name', 'ns', 'v', 'collation']);

const MOST_FIELDS = 32;

const cannotCreate = (message: string): CommandError => new CommandError(67, message);

/** Reads the specification of one index. With `lenient`, unknown options are left out. */
export function parseIndexSpec(spec: unknown, lenient: boolean): IndexSpec {
  if (!isDoc(spec)) throw typeMismatch('an index specification has to be an object');
  checkOptions(spec, lenient);
  const { key, name } = required(spec);
  checkKey(key);
  const parsed: IndexSpec = { v: version(spec), key, name };
  for (const flag of FLAGS) {
    const value = spec[flag];
    if (value === undefined) continue;
    if (typeof value !== 'boolean' && !isNumeric(value))
      throw typeMismatch(
        `The field '${flag}' has value ${flag}: ${shownValue(value)}, which is not convertible to bool`,
      );
    if (truthy(value)) parsed[flag] = true;
    else if (SHOWN_FALSE.has(flag)) parsed[flag] = false;
  }
  if (isIdKey(key)) return idSpec(spec, parsed);
  if (spec.partialFilterExpression !== undefined) addPartial(parsed, spec.partialFilterExpression);
  if (spec.expireAfterSeconds !== undefined) {
    checkExpiry(key, spec.expireAfterSeconds, cannotCreate);
    parsed.expireAfterSeconds = spec.expireAfterSeconds;
  }
  return parsed;
}

function checkOptions(spec: Doc, lenient: boolean): void {
  for (const option of Object.keys(spec)) {
    if (REFUSED.has(option)) throw notSupported(`the index option ${option}`);
    if (!KNOWN.has(option) && !lenient)
      throw new CommandError(
        197,
        `The field '${option}' is not valid for an index specification. Specification: ${shownDoc(spec)}`,
      );
  }
  checkCollation(spec);
}

function required({ key, name }: Doc): { key: Doc; name: string } {
  if (key === undefined)
    throw failedToParse("The 'key' field is a required property of an index specification");
  if (!isDoc(key)) throw typeMismatch(`The field 'key' must be an object, but got ${typeName(key)}`);
  if (name === undefined)
    throw failedToParse("The 'name' field is a required property of an index specification");
  if (typeof name !== 'string')
    throw typeMismatch(`The field 'name' must be a string, but got ${typeName(name)}`);
  if (name === '') throw cannotCreate('index name cannot be empty');
  if (name === '*') throw badValue("The index name '*' is not valid.");
  return { key, name };
}

function version({ v }: Doc): number {
  if (v === undefined) return 2;
  const number = toNumber(v);
  if (number === undefined) throw typeMismatch(`The field 'v' must be a number, but got ${typeName(v)}`);
  if (number === 1) throw notSupported('an index with v: 1');
  if (number !== 2)
    throw cannotCreate(`Invalid index specification; cannot create an index with v=${number}`);
  return 2;
}

const isIdKey = (key: Doc): boolean =>
  Object.keys(key).join() === '_id' && Math.abs(toNumber(key._id) ?? 0) === 1;

/** The index on `_id` has no options, and always the same name. */
function idSpec(spec: Doc, parsed: IndexSpec): IndexSpec {
  for (const option of Object.keys(spec))
    if (!ID_FIELDS.has(option))
      throw new CommandError(
        197,
        `The field '${option}' is not valid for an _id index specification. Specification: ${shownDoc(spec)}`,
      );
  if (toNumber(parsed.key._id) !== 1)
    throw badValue(`The field 'key' for an _id index must be {_id: 1}, but got ${shownDoc(parsed.key)}`);
  return { ...parsed, name: '_id_' };
}

const OTHER_TYPES = new Set(['text', '2d', '2dsphere', 'hashed', 'columnstore', 'geoHaystack', 'wildcard']);

function checkKey(key: Doc): void {
  const fields = Object.keys(key);
  if (fields.length === 0) throw cannotCreate('Index keys cannot be an empty object.');
  if (fields.length > MOST_FIELDS) throw new CommandError(13103, 'too many compound keys');
  for (const field of fields) {
    checkDirection(field, key[field]);
    const parts = field.split('.');
    if (field === '') throw cannotCreate('Index keys cannot be an empty field.');
    if (parts.includes('')) throw cannotCreate('Index keys cannot contain an empty field.');
    if (parts.includes('$**')) throw notSupported('a wildcard index');
    if (parts.some((part) => part.startsWith('$') && !REFERENCES.has(part)))
      throw cannotCreate(`Index key contains an illegal field name: field name starts with '$'.`);
  }
}

/** Fields of a DBRef may be indexed. */
const REFERENCES = new Set(['$ref', '$id', '$db']);

function checkDirection(field: string, direction: unknown): void {
  if (typeof direction === 'string') {
    if (OTHER_TYPES.has(direction)) throw notSupported(`an index of type '${direction}'`);
    throw cannotCreate(`Unknown index plugin '${direction}'`);
  }
  const number = toNumber(direction);
  if (number === undefined)
    throw cannotCreate(
      `Values in v:2 index key pattern cannot be of type ${typeName(direction)}. Only numbers > 0, numbers < 0, and strings are allowed.`,
    );
  if (number === 0 || Number.isNaN(number))
    throw cannotCreate(
      number === 0
        ? 'Values in the index key pattern cannot be 0.'
        : 'Values in the index key pattern cannot be NaN.',
    );
}

function addPartial(parsed: IndexSpec, filter: unknown): void {
  if (!isDoc(filter))
    throw typeMismatch(`The field 'partialFilterExpression' must be an object, but got ${typeName(filter)}`);
  if (parsed.sparse) throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
  checkPartial(compile(filter));
  parsed.partialFilterExpression = filter;
}

const PARTIAL_OPERATORS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$type', '$exists', '$in']);

function checkPartial(condition: Condition): void {
  if (condition.kind === 'and' || condition.kind === 'or') condition.parts.forEach(checkPartial);
  else if (condition.kind !== 'field' || !PARTIAL_OPERATORS.has(condition.operator))
    throw cannotCreate(
      'Expression not supported in partial index: only $and, $or, $eq, $gt, $gte, $lt, $lte, $in, $type and $exists: true are',
    );
}

const MOST_SECONDS = 0x7fffffff;

/** Checks when the documents of a TTL index expire. */
export function checkExpiry(key: Doc, value: unknown, fail: (message: string) => Error): void {
  const seconds = toNumber(value);
  if (seconds === undefined)
    throw fail(
      `TTL index 'expireAfterSeconds' option must be numeric, but received a type of '${typeName(value)}'`,
    );
  if (!(seconds >= 0 && seconds <= MOST_SECONDS))
    throw fail(
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a lower number`,
    );
  if (Object.keys(key).length > 1)
    throw fail('TTL indexes are single-field indexes, compound indexes do not support TTL');
}
