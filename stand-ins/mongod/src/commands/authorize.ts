import { allows, type Right } from '../auth/roles.js';
import { isUsers } from '../auth/users.js';
import { shownDoc } from '../bson/show.js';
import { CommandError } from '../errors.js';
import type { Context } from './context.js';

/** The rights that a command needs on its database: one of a list. */
export type Needs = 'nobody' | 'anybody signed in' | readonly Right[];

/** Refuses a command that the user of the connection may not run, with MongoDB's words. */
export function authorize(context: Context, command: string, needs: Needs): void {
  const { access, connection, db, body } = context;
  const namespace = command === 'getMore' ? body.collection : body[command];
  if (isUsers(db, namespace) && isChange(needs))
    throw new CommandError(20, 'the stand-in for mongod changes users only by commands such as createUser');
  if (!access.required || needs === 'nobody') return;
  const user = access.userOf(connection);
  if (!user && !access.mayMakeFirstUser(connection))
    throw new CommandError(13, `command ${command} requires authentication`);
  if (!user && command !== 'createUser') throw notAuthorized(context);
  if (needs !== 'anybody signed in') requireRight(context, ...needs);
  if (isUsers(db, namespace)) requireRight(context, 'credentials');
}

const isChange = (needs: Needs): boolean =>
  typeof needs === 'object' &&
  !needs.includes('read') &&
  (needs.includes('write') || needs.includes('dbAdmin'));

/** Throws when clients must sign in and this one has none of the rights on a database. */
export function requireRight(context: Context, ...rights: Right[]): void {
  if (!rights.some((right) => has(context, right, context.db))) throw notAuthorized(context);
}

export function has({ access, connection }: Context, right: Right, db: string): boolean {
  return !access.required || allows(access.rolesOf(connection), right, db);
}

export function notAuthorized({ db, body }: Context): CommandError {
  const shown = 'pwd' in body ? { ...body, pwd: 'xxx' } : body;
  return new CommandError(13, `not authorized on ${db} to execute command ${shownDoc(shown)}`);
}
