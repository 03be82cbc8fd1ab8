import { isDoc, truthy, type Doc } from '../bson/values.js';
import { CommandError } from '../errors.js';
import { wrongType } from './context.js';

/** The commands of MongoDB's Stable API, version 1. */
const COMMANDS = new Set([
  'abortTransaction',
  'aggregate',
  'authenticate',
  'bulkWrite',
  'collMod',
  'commitTransaction',
  'count',
  'create',
  'createIndexes',
  'delete',
  'drop',
  'dropDatabase',
  'dropIndexes',
  'endSessions',
  'explain',
  'find',
  'findAndModify',
  'getMore',
  'hello',
  'insert',
  'killCursors',
  'listCollections',
  'listDatabases',
  'listIndexes',
  'ping',
  'refreshSessions',
  'saslContinue',
  'saslStart',
  'update',
]);

/** The fields of these commands that are not in the Stable API. */
const UNSTABLE: Readonly<Record<string, readonly string[]>> = {
  find: [
    'awaitData',
    'max',
    'min',
    'noCursorTimeout',
    'oplogReplay',
    'returnKey',
    'showRecordId',
    'tailable',
  ],
  create: ['autoIndexId', 'capped', 'indexOptionDefaults', 'max', 'size', 'storageEngine'],
};

const UNSTABLE_INDEX_OPTIONS = ['background', 'bucketSize', 'sparse', 'storageEngine'];

/** Checks `apiVersion`, `apiStrict` and `apiDeprecationErrors`. */
export function checkStable(body: Doc, command: string): void {
  const { apiVersion, apiStrict, apiDeprecationErrors } = body;
  if (apiVersion !== undefined && typeof apiVersion !== 'string')
    throw wrongType('apiVersion', apiVersion, 'string');
  for (const [field, value] of Object.entries({ apiStrict, apiDeprecationErrors }))
    if (value !== undefined && typeof value !== 'boolean') throw wrongType(field, value, 'bool');
  if (apiVersion === undefined) {
    if (apiStrict !== undefined || apiDeprecationErrors !== undefined)
      throw new CommandError(
        4886600,
        'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion',
      );
    return;
  }
  if (apiVersion !== '1') throw new CommandError(322, 'API version must be "1"');
  if (apiStrict === true) checkStrict(body, command);
}

function checkStrict(body: Doc, command: string): void {
  if (!COMMANDS.has(command))
    throw notStable(
      `Provided apiStrict:true, but the command ${command} is not in API Version 1. Information on supported commands and migrations in API Version 1 can be found at https://dochub.mongodb.org/core/manual-versioned-api.`,
    );
  for (const field of UNSTABLE[command] ?? [])
    if (truthy(body[field]) || isDoc(body[field]))
      throw notStable(`BSON field '${command}.${field}' is not allowed with apiStrict:true.`);
  if (command !== 'createIndexes' || !Array.isArray(body.indexes)) return;
  for (const index of body.indexes)
    for (const option of UNSTABLE_INDEX_OPTIONS)
      if (isDoc(index) && option in index)
        throw notStable(`BSON field 'createIndexes.indexes.${option}' is not allowed with apiStrict:true.`);
}

const notStable = (message: string): CommandError => new CommandError(323, message);
