import { isDoc, isNumeric, toNumber, truthy, typeName, type Doc } from '../bson/values.js';
import { badValue, CommandError, failedToParse, typeMismatch } from '../errors.js';
import { isWhole } from '../query/integer.js';
import { timeLimit } from '../time-limit.js';
import { checkStable } from './stable-api.js';
import { wrongType } from './context.js';

/** Checks the fields that every command can have, and starts the time limit of the command. */
export function checkGeneric(body: Doc, command: string): void {
  if (body.txnNumber !== undefined || truthy(body.startTransaction))
    throw new CommandError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  checkStable(body, command);
  checkWriteConcern(body.writeConcern);
  checkReadConcern(body.readConcern);
  timeLimit.start(milliseconds(body, command));
}

const MOST_MILLISECONDS = 0x7fffffff;

function milliseconds({ maxTimeMS, awaitData }: Doc, command: string): number | undefined {
  if (maxTimeMS === undefined || maxTimeMS === null) return undefined;
  const number = toNumber(maxTimeMS);
  if (number === undefined) throw badValue('maxTimeMS must be a number');
  if (number < 0 || number > MOST_MILLISECONDS)
    throw badValue(`${number} value for maxTimeMS is out of range [0, ${MOST_MILLISECONDS}]`);
  if (!isWhole(maxTimeMS)) throw badValue('maxTimeMS has non-integral value');
  if (command === 'getMore' && number > 0 && awaitData === undefined)
    throw badValue('cannot set maxTimeMS on getMore command for a non-awaitData cursor');
  return number;
}

const MOST_NODES = 50;

function checkWriteConcern(concern: unknown): void {
  if (concern === undefined) return;
  if (!isDoc(concern)) throw wrongType('writeConcern', concern, 'object');
  const { w, j, fsync } = concern;
  for (const key of Object.keys(concern))
    if (!WRITE_CONCERN.has(key))
      throw new CommandError(40415, `BSON field 'writeConcern.${key}' is an unknown field.`);
  if (truthy(j) && truthy(fsync)) throw failedToParse('fsync and j options cannot be used together');
  const nodes = toNumber(w);
  if (nodes !== undefined && (nodes < 0 || nodes > MOST_NODES))
    throw failedToParse(
      `w has to be a non-negative number and not greater than ${MOST_NODES}; found: ${nodes}`,
    );
  if (nodes !== undefined && nodes > 1) throw badValue("cannot use 'w' > 1 when a host is not replicated");
  if (typeof w === 'string' && w !== 'majority' && w !== '')
    throw badValue(`cannot use non-majority 'w' mode ${w} when a host is not a member of a replica set`);
  if (w !== undefined && typeof w !== 'string' && !isNumeric(w))
    throw failedToParse(`w has to be a number, string, or object; found: ${typeName(w)}`);
}

const WRITE_CONCERN = new Set(['w', 'j', 'fsync', 'wtimeout', 'wtimeoutMS', 'provenance']);
const LEVELS = ['local', 'majority', 'linearizable', 'available', 'snapshot'];

function checkReadConcern(concern: unknown): void {
  if (concern === undefined) return;
  if (!isDoc(concern)) throw wrongType('readConcern', concern, 'object');
  for (const key of Object.keys(concern))
    if (!READ_CONCERN.has(key))
      throw new CommandError(40415, `BSON field 'readConcern.${key}' is an unknown field.`);
  const { level } = concern;
  if (level !== undefined && typeof level !== 'string')
    throw typeMismatch(
      `BSON field 'readConcern.level' is the wrong type '${typeName(level)}', expected type 'string'`,
    );
  if (level !== undefined && !LEVELS.includes(level))
    throw badValue(`Enumeration value '${level}' for field 'readConcern.level' is not a valid value.`);
  if (level === 'snapshot' || level === 'linearizable')
    throw new CommandError(123, 'node needs to be a replica set member to use read concern');
}

const READ_CONCERN = new Set([
  'level',
  'afterClusterTime',
  'afterOpTime',
  'atClusterTime',
  'provenance',
  'allowTransactionTableSnapshot',
  'waitLastStableRecoveryTimestamp',
]);
