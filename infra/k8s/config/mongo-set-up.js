// Makes the users of a database once. In production it also starts the replica set once. mongosh runs this script in the
// pod of each member, again and again until it succeeds. The member that is primary makes the users; the others wait until
// they see them. A database without a replica set has one member, which is primary always.
/* global db, rs, quit, print, require, process */
const { readFileSync } = require('node:fs');
const { STORE, REPLICA_SET, POD_NAME } = process.env;

const SERVICE = STORE.replace(/-mongo$/, '');
const MEMBERS = [0, 1, 2].map((index) => ({
  _id: index,
  host: `${STORE}-${index}.${STORE}-srv:27017`,
}));
const ADMIN = { user: 'admin', in: 'admin', roles: ['root'] };
const OTHERS = [
  { user: SERVICE, in: SERVICE, roles: ['readWrite'] },
  ...(REPLICA_SET ? [{ user: 'backup', in: 'admin', roles: ['backup'] }] : []), // nothing else is backed up
];

const password = (name) => readFileSync(`/setup/${name}-password`, 'utf8').trim();
const passwordOf = ({ user }) => password(user === SERVICE ? 'service' : user);
const create = (user) =>
  db.getSiblingDB(user.in).createUser({ user: user.user, pwd: passwordOf(user), roles: user.roles });

function again(reason) {
  print(`waiting: ${reason}`);
  quit(1);
}

function signedInAsAdmin() {
  try {
    return Boolean(db.getSiblingDB(ADMIN.in).auth(ADMIN.user, passwordOf(ADMIN)));
  } catch {
    return false;
  }
}

const { setName, isWritablePrimary } = db.hello();
const signedIn = signedInAsAdmin(); // a database that was alone has users, and then nobody else may start the replica set
if (REPLICA_SET && !setName) {
  if (POD_NAME !== `${STORE}-0`) again('the first member starts the replica set');
  else {
    rs.initiate({ _id: REPLICA_SET, members: MEMBERS });
    again('a primary is elected');
  }
} else if (!signedIn) {
  if (!isWritablePrimary) again('the primary makes the users');
  else {
    create(ADMIN);
    again('only the first user can make the other users');
  }
} else {
  const missing = []; // filled in a loop, because mongosh does not wait for answers inside of every kind of callback
  for (const user of OTHERS) if (!db.getSiblingDB(user.in).getUser(user.user)) missing.push(user);
  if (missing.length > 0 && !isWritablePrimary) again('the primary makes the users');
  else {
    for (const user of missing) create(user);
    print(`${STORE} is ready`);
  }
}
