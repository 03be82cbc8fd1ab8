import type { Right } from '../auth/roles.js';
import { isDoc } from '../bson/values.js';
import { aggregate } from './aggregate.js';
import * as authentication from './authentication.js';
import type { Needs } from './authorize.js';
import { bulkWrite } from './bulk-write.js';
import * as catalog from './catalog.js';
import type { Command, Context } from './context.js';
import { explain } from './explain.js';
import { findAndModify } from './find-and-modify.js';
import { count, distinct, find, getMore, killCursors } from './find.js';
import { createIndexes, dropIndexes, listIndexes } from './indexes.js';
import * as info from './server-info.js';
import * as users from './users.js';
import { insert, remove, update } from './write.js';

type Commands = Readonly<Record<string, Command>>;

const WITHOUT_SIGNING_IN: Commands = {
  hello: info.hello,
  isMaster: info.hello,
  ismaster: info.hello,
  saslStart: authentication.saslStart,
  saslContinue: authentication.saslContinue,
  logout: authentication.logout,
  connectionStatus: authentication.connectionStatus,
  ping: info.nothing,
  buildInfo: info.buildInfo,
  buildinfo: info.buildInfo,
  endSessions: info.nothing,
};

const SIGNED_IN: Commands = {
  explain,
  listDatabases: catalog.listDatabases, // lists those that the user may read
  usersInfo: users.usersInfo, // everybody may ask about themselves
  refreshSessions: info.nothing,
  killSessions: info.nothing,
  bulkWrite, // needs the right to write in each of its databases
};

const WITH_RIGHT: readonly [readonly Right[], Commands][] = [
  [['read'], { find, getMore, killCursors, count, distinct, aggregate, dataSize: info.dataSize }],
  [['read', 'dbAdmin'], { listCollections: catalog.listCollections, listIndexes }],
  [['write'], { insert, update, delete: remove, findAndModify, findandmodify: findAndModify }],
  [
    ['write', 'dbAdmin'],
    { create: catalog.create, drop: catalog.drop, createIndexes, dropIndexes, deleteIndexes: dropIndexes },
  ],
  [['dbAdmin'], { dropDatabase: catalog.dropDatabase, collMod: catalog.collMod }],
  [
    ['userAdmin'],
    {
      createUser: users.createUser,
      updateUser: users.updateUser,
      dropUser: users.dropUser,
      dropAllUsersFromDatabase: users.dropAllUsersFromDatabase,
    },
  ],
  [
    ['monitor'],
    { serverStatus: info.serverStatus, getParameter: info.getParameter, hostInfo: info.hostInfo },
  ],
  [['host'], { shutdown: info.shutdown }],
];

interface Entry {
  run: Command;
  needs: Needs;
}

/** Every command, with the rights that it needs when clients must sign in. */
const TABLE = new Map<string, Entry>([
  ...entries(WITHOUT_SIGNING_IN, 'nobody'),
  ...entries(SIGNED_IN, 'anybody signed in'),
  ...WITH_RIGHT.flatMap(([rights, commands]) => entries(commands, rights)),
]);

function entries(commands: Commands, needs: Needs): [string, Entry][] {
  return Object.entries(commands).map(([name, run]) => [name, { run, needs }]);
}

export const entryOf = (name: string): Entry | undefined => TABLE.get(name);

/** The command to check: an `explain` needs the rights of the command that it explains. */
export function checkedCommand(context: Context, name: string): { context: Context; name: string } {
  const inner = name === 'explain' ? context.body.explain : undefined;
  if (!isDoc(inner)) return { context, name };
  return { context: { ...context, body: inner }, name: Object.keys(inner)[0] ?? '' };
}
