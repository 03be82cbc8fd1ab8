import { MongoClient, MongoServerError } from 'mongodb';

export interface MongoUser {
  user: string;
  password: string;
  /** The database that the user belongs to, and may read and write. Without it the user may do everything. */
  db?: string;
}

type Users = readonly [MongoUser, ...MongoUser[]];

/** MongoDB's error codes. */
const AUTHENTICATION_FAILED = 18;
const USER_NOT_FOUND = 11;
const LIMIT_MS = 20_000;

/**
 * Makes the users of a server with `--auth` that are missing. The process may have died at any point of an earlier start.
 * @returns false when the first user does not exist or has another password. Then `renewUsers` is the way.
 */
export async function makeUsers(uri: string, users: Users): Promise<boolean> {
  const [admin] = users;
  if (!(await canSignIn(uri, admin))) return false;
  await withClient(uri, admin, async (client) => {
    for (const user of users.slice(1)) {
      const known = await databaseOf(client, user).command({ usersInfo: user.user });
      if ((known.users as unknown[]).length === 0) await create(client, user);
    }
  });
  return true;
}

/**
 * Makes all users of a server without `--auth`, or gives them their passwords. The first one comes last, because `makeUsers`
 * sees by that one whether this is complete.
 */
export async function renewUsers(uri: string, users: Users): Promise<void> {
  await withClient(uri, undefined, async (client) => {
    for (const user of users.toReversed()) {
      const { password: pwd } = user;
      try {
        await databaseOf(client, user).command({ updateUser: user.user, pwd, roles: rolesOf(user) });
      } catch (error) {
        if (!isServerError(error, USER_NOT_FOUND)) throw error;
        await create(client, user);
      }
    }
  });
}

async function canSignIn(uri: string, user: MongoUser): Promise<boolean> {
  try {
    await withClient(uri, user, () => Promise.resolve());
    return true;
  } catch (error) {
    if (isServerError(error, AUTHENTICATION_FAILED)) return false;
    throw error;
  }
}

async function create(client: MongoClient, user: MongoUser): Promise<void> {
  await databaseOf(client, user).command({
    createUser: user.user,
    pwd: user.password,
    roles: rolesOf(user),
  });
}

const databaseOf = (client: MongoClient, { db = 'admin' }: MongoUser) => client.db(db);
const rolesOf = ({ db }: MongoUser) => [db === undefined ? 'root' : { role: 'readWrite', db }];

async function withClient(
  uri: string,
  user: MongoUser | undefined,
  use: (client: MongoClient) => Promise<void>,
): Promise<void> {
  const client = new MongoClient(uri, {
    serverSelectionTimeoutMS: LIMIT_MS,
    ...(user && {
      auth: { username: user.user, password: user.password },
      authSource: user.db ?? 'admin',
    }),
  });
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.close();
  }
}

const isServerError = (error: unknown, code: number): boolean =>
  error instanceof MongoServerError && error.code === code;
