import type { Access } from '../auth/access.js';
import { isDoc, isNumeric, toNumber, truthy, typeName, type Doc } from '../bson/values.js';
import { CommandError, notSupported, typeMismatch } from '../errors.js';
import type { Collection } from '../store/collection.js';
import type { Store } from '../store/store.js';
import type { Connection } from '../wire/connection.js';
import type { Request } from '../wire/message.js';
import type { Cursors, UserCursors } from './cursors.js';

export interface Parameters {
  ttlMonitorSleepSecs: number;
}

/** The parts of the server that every command can use. */
export interface Services {
  store: Store;
  cursors: Cursors;
  access: Access;
  parameters: Parameters;
  startedAt: Date;
  port: number;
  connections: () => number;
  shutdown: () => void;
}

export interface Context extends Omit<Services, 'cursors'> {
  cursors: UserCursors;
  request: Request;
  body: Doc;
  db: string;
  connection: Connection;
}

/** A command answers with a document, or with the bytes of a document. */
export type Command = (context: Context) => Doc | Buffer;

/** Every command accepts these fields. */
const GENERIC_FIELDS = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  '$audit',
  '$client',
  'lsid',
  'txnNumber',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** Refuses options that this server does not know, as MongoDB does. Otherwise they would be ignored. */
export function checkFields(body: Doc, command: string, known: readonly string[]): void {
  for (const key of Object.keys(body))
    if (key !== command && !known.includes(key) && !GENERIC_FIELDS.has(key))
      throw new CommandError(40415, `BSON field '${command}.${key}' is an unknown field.`);
}

export function checkCollation(options: Doc): void {
  if (isDoc(options.collation) && options.collation.locale !== 'simple') throw notSupported('collation');
}

/** Returns the name of the collection that a command works on. */
export function collectionName({ body }: Context, command: string): string {
  const name = body[command];
  if (typeof name !== 'string') throw new CommandError(73, `collection name has invalid type ${typeof name}`);
  if (name === '') throw new CommandError(73, `Invalid namespace specified '${String(body.$db)}.'`);
  return name;
}

export const collectionOf = (context: Context, command: string): Collection | undefined =>
  context.store.get(context.db, collectionName(context, command));

/** The error for a field of a command that has a value of another type. */
export const wrongType = (field: string, value: unknown, expected: string): CommandError =>
  typeMismatch(
    `BSON field '${field}' is the wrong type '${typeName(value)}', expected type${expected.startsWith('[') ? 's' : ''} '${expected}'`,
  );

export function requireFields(body: Doc, name: string, fields: readonly string[]): void {
  for (const field of fields)
    if (!(field in body))
      throw new CommandError(40414, `BSON field '${name}.${field}' is missing but a required field`);
}

/** Reads a flag. MongoDB takes numbers too. */
export function flagField(body: Doc, field: string, name: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean' && !isNumeric(value))
    throw wrongType(`${name}.${field}`, value, '[bool, long, int, decimal, double]');
  return truthy(value);
}

export function docField(body: Doc, field: string): Doc {
  const value = body[field];
  return value === undefined || value === null ? {} : requireDoc(value, field);
}

export function requireDoc(value: unknown, name: string): Doc {
  if (!isDoc(value)) throw wrongType(name, value, 'object');
  return value;
}

/** Reads a count such as `limit`: a number of 0 or more. Its fraction is cut off. */
export function countField(body: Doc, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const number = toNumber(value);
  if (number === undefined) throw wrongType(field, value, '[long, int, decimal, double]');
  if (number < 0)
    throw new CommandError(51024, `BSON field '${field}' value must be >= 0, actual value '${number}'`);
  return Math.trunc(number);
}

/** Refuses options that this server lacks. A flag that is false asks for nothing. */
export function refuse(body: Doc, ...fields: string[]): void {
  for (const field of fields) {
    const value = body[field];
    if (value !== undefined && value !== null && value !== false && toNumber(value) !== 0)
      throw notSupported(field);
  }
}
