import { Timestamp } from 'bson';
import { isDoc, isTimestamp, own, setField, MISSING, typeName, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { isRegex } from '../query/predicates.js';

/** Checks the names of top-level fields, or of the fields of `_id`. Only a DBRef may begin with a dollar. */
export function checkDollarNames(doc: Doc, names: readonly string[] = Object.keys(doc)): void {
  for (const name of names) if (name.startsWith('$') && own(doc, name) !== MISSING) checkReference(doc, name);
}

function checkReference(doc: Doc, name: string): void {
  const fields = Object.keys(doc);
  let at = fields.indexOf(name);
  if (fields[at] === '$db') {
    if (typeof doc.$db !== 'string')
      throw invalidReference(`The DBRef $db field must be a String, not a ${typeName(doc.$db)}`);
    at--;
    if (fields[at] !== '$id')
      throw invalidReference('Found $db field without a $id before it, which is invalid.');
  }
  if (fields[at] === '$id') {
    at--;
    if (fields[at] !== '$ref')
      throw invalidReference('Found $id field without a $ref before it, which is invalid.');
  }
  if (fields[at] !== '$ref')
    throw new CommandError(
      52,
      `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  if (typeof doc.$ref !== 'string')
    throw invalidReference(`The DBRef $ref field must be a String, not a ${typeName(doc.$ref)}`);
  if (fields[at + 1] !== '$id')
    throw invalidReference('The DBRef $ref field must be followed by a $id field');
}

const invalidReference = (message: string): CommandError => new CommandError(55, message);

/** `_id` must be a single value. An array, a regular expression or undefined is refused. */
export function checkId(id: unknown): void {
  if (Array.isArray(id) || isRegex(id) || id === undefined)
    throw new CommandError(53, `The '_id' value cannot be of type ${typeName(id)}`);
  if (isDoc(id)) checkEmbedded(id);
}

function checkEmbedded(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(checkEmbedded);
  if (!isDoc(value)) return;
  for (const name of Object.keys(value)) {
    if (name.startsWith('$') && !isReference(value, name))
      throw new CommandError(
        52,
        `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
      );
    checkEmbedded(value[name]);
  }
}

const isReference = (doc: Doc, name: string): boolean => {
  const [first, second, third] = Object.keys(doc);
  return (
    first === '$ref' &&
    second === '$id' &&
    (name === first || name === second || (name === '$db' && name === third))
  );
};

/** As MongoDB does, sets each empty timestamp at the top level to the current time. `_id` is left alone. */
export function fillTimestamps(doc: Doc): void {
  for (const field of Object.keys(doc)) {
    const value = doc[field];
    if (field !== '_id' && isTimestamp(value) && value.isZero()) setField(doc, field, nextTimestamp());
  }
}

let last = new Timestamp({ t: 0, i: 0 });

/** Returns the current time. No two timestamps are equal. */
export function nextTimestamp(now = Date.now()): Timestamp {
  const t = Math.max(Math.floor(now / 1000), last.t);
  last = new Timestamp({ t, i: t === last.t ? last.i + 1 : 1 });
  return last;
}
