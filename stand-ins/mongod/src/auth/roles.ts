/** A role that a user has, such as `readWrite` on `orders`. */
export interface Role {
  role: string;
  db: string;
}

/** A group of actions. The first four are for one database, the others for the whole server. */
export type Right =
  | 'read'
  | 'write'
  /** Indexes, options of collections, dropping. */
  | 'dbAdmin'
  | 'userAdmin'
  /** Reads the credentials of all users. */
  | 'credentials'
  | 'monitor'
  /** Stops the server. */
  | 'host';

const OWNER: readonly Right[] = ['read', 'write', 'dbAdmin', 'userAdmin'];

/** The built-in roles that exist in each database, and are for that database. */
const OF_ONE: Readonly<Record<string, readonly Right[]>> = {
  read: ['read'],
  readWrite: ['read', 'write'],
  dbAdmin: ['dbAdmin'],
  userAdmin: ['userAdmin'],
  dbOwner: OWNER,
};

/** The built-in roles that exist in the database `admin` alone, and are for all databases. */
const OF_ALL: Readonly<Record<string, readonly Right[]>> = {
  readAnyDatabase: ['read'],
  readWriteAnyDatabase: ['read', 'write'],
  dbAdminAnyDatabase: ['dbAdmin'],
  userAdminAnyDatabase: ['userAdmin', 'credentials'],
  clusterMonitor: ['monitor'],
  hostManager: ['host'],
  clusterAdmin: ['monitor', 'host'],
  backup: ['read', 'credentials'],
  restore: ['write', 'dbAdmin', 'userAdmin'],
  root: [...OWNER, 'credentials', 'monitor', 'host'],
};

export const isRole = ({ role, db }: Role): boolean =>
  Object.hasOwn(OF_ONE, role) || (db === ADMIN && Object.hasOwn(OF_ALL, role));

/** Returns whether one of the roles has a right on a database. */
export const allows = (roles: readonly Role[], right: Right, db: string): boolean =>
  roles.some((role) =>
    Object.hasOwn(OF_ONE, role.role)
      ? role.db === db && OF_ONE[role.role]?.includes(right)
      : OF_ALL[role.role]?.includes(right),
  );

export const ADMIN = 'admin';
