import { isDoc, type Doc } from '../bson/values.js';
import { badValue, failedToParse, notSupported, typeMismatch } from '../errors.js';
import { compile } from '../query/matcher.js';

/** The tests of `arrayFilters` by their identifier, for `$[identifier]`. */
export type ArrayFilters = ReadonlyMap<string, (item: unknown) => boolean>;

const IDENTIFIER = /^[a-z][a-zA-Z0-9]*$/;
const PREFIX = 'Error parsing array filter :: caused by :: ';

export function parseArrayFilters(filters: unknown): ArrayFilters {
  const tests = new Map<string, (item: unknown) => boolean>();
  if (filters === undefined) return tests;
  if (!Array.isArray(filters))
    throw typeMismatch("BSON field 'update.updates.arrayFilters' is the wrong type, expected type 'array'");
  for (const [i, filter] of filters.entries()) {
    if (!isDoc(filter))
      throw typeMismatch(
        `BSON field 'update.updates.arrayFilters.${i}' is the wrong type, expected type 'object'`,
      );
    const condition = compile(filter);
    const identifier = identifierOf(filter);
    if (tests.has(identifier))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${identifier}`);
    tests.set(identifier, (item) => condition.test({ [identifier]: item }));
  }
  return tests;
}

function identifierOf(filter: Doc): string {
  const names = new Set(namesIn(filter));
  const [name, other] = names;
  if (name === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  if (other !== undefined)
    throw failedToParse(`${PREFIX}Expected a single top-level field name, found '${name}' and '${other}'`);
  if (!IDENTIFIER.test(name))
    throw badValue(
      `${PREFIX}The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  return name;
}

function namesIn(filter: Doc): string[] {
  return Object.keys(filter).flatMap((key) => {
    if (!key.startsWith('$')) return [key.split('.')[0] ?? key];
    if (key === '$comment') return [];
    if (!['$and', '$or', '$nor'].includes(key)) throw notSupported(`${key} in arrayFilters`);
    return (filter[key] as Doc[]).flatMap(namesIn);
  });
}
