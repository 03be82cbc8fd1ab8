import { UUID } from 'bson';
import { ADMIN, isRole, type Role } from '../auth/roles.js';
import { isMechanism, type Mechanism, MECHANISMS, newCredential } from '../auth/scram.js';
import type { User } from '../auth/users.js';
import { isDoc, truthy, type Doc } from '../bson/values.js';
import { badValue, CommandError, notSupported, typeMismatch } from '../errors.js';
import { has, notAuthorized } from './authorize.js';
import { checkFields, docField, type Command, type Context } from './context.js';

const FIELDS = ['pwd', 'roles', 'customData', 'mechanisms', 'digestPassword', 'authenticationRestrictions'];

export const createUser: Command = (context) => {
  const { body, db, access } = context;
  checkFields(body, 'createUser', FIELDS);
  refuseUnsupported(body);
  if (db === 'local') throw badValue('Cannot create users in the local database');
  const name = nameIn(body, 'createUser');
  if (body.pwd === undefined)
    throw badValue(
      "Must provide a 'pwd' field for all user documents, except those with '$external' as the user's source db",
    );
  if (body.roles === undefined)
    throw new CommandError(40414, "BSON field 'createUser.roles' is missing but a required field");
  const roles = grantable(context, body.roles);
  if (access.users.get(name, db)) throw new CommandError(51003, `User "${name}@${db}" already exists`);
  access.users.add({
    _id: `${db}.${name}`,
    userId: new UUID(),
    user: name,
    db,
    credentials: credentialsOf(name, body.pwd, mechanismsIn(body) ?? MECHANISMS),
    ...(body.customData !== undefined && { customData: docField(body, 'customData') }),
    roles,
  });
  return {};
};

export const updateUser: Command = (context) => {
  const { body, db, access } = context;
  checkFields(body, 'updateUser', FIELDS);
  refuseUnsupported(body);
  if (!FIELDS.some((field) => field in body))
    throw badValue('Must specify at least one field to update in updateUser');
  const before = required(context, nameIn(body, 'updateUser'));
  const kept = MECHANISMS.filter((mechanism) => before.credentials[mechanism]);
  const mechanisms = mechanismsIn(body) ?? kept;
  if (body.pwd === undefined && mechanisms.some((mechanism) => !kept.includes(mechanism)))
    throw badValue('mechanisms field must be a subset of previously set mechanisms');
  access.users.replace({
    ...before,
    credentials:
      body.pwd === undefined
        ? Object.fromEntries(mechanisms.map((mechanism) => [mechanism, before.credentials[mechanism]]))
        : credentialsOf(before.user, body.pwd, mechanismsIn(body) ?? MECHANISMS),
    ...(body.customData !== undefined && { customData: docField(body, 'customData') }),
    roles: body.roles === undefined ? before.roles : grantable(context, body.roles),
    db,
  });
  return {};
};

export const dropUser: Command = (context) => {
  checkFields(context.body, 'dropUser', []);
  context.access.users.remove(required(context, nameIn(context.body, 'dropUser')));
  return {};
};

export const dropAllUsersFromDatabase: Command = ({ body, db, access: { users } }) => {
  checkFields(body, 'dropAllUsersFromDatabase', []);
  const doomed = users.all().filter((user) => user.db === db);
  for (const user of doomed) users.remove(user);
  return { n: doomed.length };
};

export const usersInfo: Command = (context) => {
  const { body, access } = context;
  checkFields(body, 'usersInfo', ['showCredentials', 'showCustomData', 'showPrivileges', 'filter']);
  for (const field of ['showPrivileges', 'filter'])
    if (isDoc(body[field]) || truthy(body[field])) throw notSupported(`usersInfo with ${field}`);
  const shown = (user: User): Doc => {
    const { credentials, customData, ...rest } = user;
    return {
      ...rest,
      ...(customData && body.showCustomData !== false && { customData }),
      ...(truthy(body.showCredentials) && { credentials }),
      mechanisms: MECHANISMS.filter((mechanism) => credentials[mechanism]),
    };
  };
  return { users: askedFor(context, access.users.all()).map(shown) };
};

/** Finds the users that `usersInfo` names. Everybody may ask about themselves; other users need a right. */
function askedFor(context: Context, users: User[]): User[] {
  const { body, db, access, connection } = context;
  const asked = body.usersInfo;
  const requireRight = (of: string) => {
    if (!has(context, 'userAdmin', of)) throw notAuthorized(context);
  };
  if (isDoc(asked) && truthy(asked.forAllDBs)) {
    requireRight(ADMIN);
    return users;
  }
  if (typeof asked !== 'string' && !Array.isArray(asked) && !isDoc(asked)) {
    requireRight(db);
    return users.filter((user) => user.db === db);
  }
  const own = access.userOf(connection)?._id;
  return (Array.isArray(asked) ? asked : [asked]).flatMap((each: unknown) => {
    const { user, db: of = db } = typeof each === 'string' ? { user: each } : isDoc(each) ? each : {};
    if (typeof user !== 'string' || typeof of !== 'string')
      throw badValue('User and role names must be either strings or objects');
    if (`${of}.${user}` !== own) requireRight(of);
    return access.users.get(user, of) ?? [];
  });
}

function refuseUnsupported(body: Doc): void {
  if (body.digestPassword === false) throw notSupported('digestPassword: false');
  if (Array.isArray(body.authenticationRestrictions) && body.authenticationRestrictions.length > 0)
    throw notSupported('authenticationRestrictions');
}

function nameIn(body: Doc, command: string): string {
  const name = body[command];
  if (typeof name !== 'string')
    throw typeMismatch(`BSON field '${command}.${command}' is the wrong type, expected type 'string'`);
  if (name === '') throw badValue("User document needs 'user' field to be non-empty");
  return name;
}

function required({ access, db }: Context, name: string): User {
  const user = access.users.get(name, db);
  if (!user) throw new CommandError(11, `User '${name}@${db}' not found`);
  return user;
}

function mechanismsIn({ mechanisms }: Doc): Mechanism[] | undefined {
  if (mechanisms === undefined) return undefined;
  if (!Array.isArray(mechanisms) || mechanisms.length === 0)
    throw badValue('mechanisms field must not be empty');
  for (const name of mechanisms as unknown[])
    if (!isMechanism(name)) throw badValue(`Unknown auth mechanism '${String(name)}'`);
  return mechanisms as Mechanism[];
}

function credentialsOf(
  user: string,
  password: unknown,
  mechanisms: readonly Mechanism[],
): User['credentials'] {
  if (typeof password !== 'string')
    throw typeMismatch("BSON field 'pwd' is the wrong type, expected type 'string'");
  if (password === '') throw badValue('Password cannot be empty');
  try {
    return Object.fromEntries(mechanisms.map((each) => [each, newCredential(each, user, password)]));
  } catch (error) {
    throw badValue(`Error preflighting UTF-8 conversion: ${(error as Error).message}`);
  }
}

/** Reads roles, and refuses those that do not exist or that the caller may not hand out. */
function grantable(context: Context, roles: unknown): Role[] {
  if (!Array.isArray(roles))
    throw typeMismatch("BSON field 'roles' is the wrong type, expected type 'array'");
  return roles.map((each: unknown) => {
    const { role, db = context.db } = typeof each === 'string' ? { role: each } : isDoc(each) ? each : {};
    if (typeof role !== 'string' || typeof db !== 'string')
      throw badValue('Role names must be either strings or objects');
    if (!isRole({ role, db })) throw new CommandError(31, `Could not find role: ${role}@${db}`);
    if (!has(context, 'userAdmin', db))
      throw new CommandError(13, `Not authorized to grant role: ${role}@${db}`);
    return { role, db };
  });
}
