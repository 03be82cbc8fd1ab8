import { type Document, MongoClient, type MongoClientOptions } from 'mongodb';
import { failure } from './testing/mongo.js';
import { MongoServer } from './mongo-server.js';

/** These hold for any mongod with `--auth`. */
const ADMIN = { user: 'admin', password: 'p@ss:w/rd%' };
const OWNER = { user: 'shop', password: 'of the shop', db: 'shop' };

const server = new MongoServer({ users: [ADMIN, OWNER] });
const open: MongoClient[] = [];

async function connect(uri: string, options: MongoClientOptions = {}): Promise<MongoClient> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000, ...options });
  open.push(client);
  return client.connect();
}
const as = (user: string, password: string, db: string, options: MongoClientOptions = {}) =>
  connect(server.uri(db), { auth: { username: user, password }, authSource: db, ...options });

let admin: MongoClient;
let shop: MongoClient;
beforeAll(async () => {
  await server.start();
  admin = await connect(server.uriFor('admin', 'shop'));
  shop = await connect(server.uriFor('shop', 'shop'));
  await admin.db('shop').collection('goods').insertOne({ name: 'bell' });
  await admin.db('bank').collection('accounts').insertOne({ owner: 'anna' });
});
afterEach(() => Promise.all(open.splice(2).map((client) => client.close())));
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  await server.stop();
});

let made = 0;
/** Makes a user of the database `shop`. */
async function newUser(fields: Document = {}) {
  const user = `user${++made}`;
  const roles = [{ role: 'read', db: 'shop' }];
  await admin.db('shop').command({ createUser: user, pwd: 'first', roles, ...fields });
  return user;
}

describe('a client that has not signed in', () => {
  test.each<[string, string, Document]>([
    ['read', 'shop', { find: 'goods' }],
    ['write', 'shop', { insert: 'goods', documents: [{}] }],
    ['change', 'shop', { update: 'goods', updates: [{ q: {}, u: { $set: { a: 1 } } }] }],
    ['delete', 'shop', { delete: 'goods', deletes: [{ q: {}, limit: 0 }] }],
    ['aggregate', 'shop', { aggregate: 'goods', pipeline: [], cursor: {} }],
    ['list collections', 'shop', { listCollections: 1 }],
    ['list databases', 'admin', { listDatabases: 1 }],
    ['make a user', 'admin', { createUser: 'me', pwd: 'mine', roles: ['root'] }],
    ['read users', 'admin', { usersInfo: 1 }],
    ['read the hashes of passwords', 'admin', { find: 'system.users' }],
    ['drop a database', 'shop', { dropDatabase: 1 }],
    ['stop the server', 'admin', { shutdown: 1 }],
    ['explain', 'shop', { explain: { find: 'goods' } }],
  ])('cannot %s', async (_, db, command) => {
    const client = await connect(server.uri(db));
    expect(await failure(client.db(db).command(command))).toMatchObject({
      code: 13,
      codeName: 'Unauthorized',
      message: `command ${Object.keys(command)[0]} requires authentication`,
    });
  });

  test('can shake hands, ping and ask who it is', async () => {
    const client = await connect(server.uri('shop'));
    for (const command of [{ hello: 1 }, { ping: 1 }, { buildInfo: 1 }])
      expect(await client.db('admin').command(command)).toMatchObject({ ok: 1 });
    expect(await client.db('admin').command({ connectionStatus: 1 })).toMatchObject({
      authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] },
    });
  });
});

describe('signing in', () => {
  test.each(['SCRAM-SHA-1', 'SCRAM-SHA-256', 'DEFAULT'] as const)('works with %s', async (authMechanism) => {
    const user = await newUser();
    const client = await as(user, 'first', 'shop', { authMechanism });
    expect(await client.db('shop').collection('goods').countDocuments()).toBeGreaterThan(0);
    expect(await client.db('shop').command({ connectionStatus: 1 })).toMatchObject({
      authInfo: {
        authenticatedUsers: [{ user, db: 'shop' }],
        authenticatedUserRoles: [{ role: 'read', db: 'shop' }],
      },
    });
  });

  test.each([
    ['a wrong password', 'shop', 'wrong', 'shop'],
    ['an unknown user', 'nobody', 'wrong', 'shop'],
    ['a user of another database', 'shop', OWNER.password, 'admin'],
  ])('fails with %s', async (_, user, password, db) => {
    for (const authMechanism of ['DEFAULT', 'SCRAM-SHA-1', 'SCRAM-SHA-256'] as const)
      expect(await failure(as(user, password, db, { authMechanism }))).toMatchObject({
        code: 18,
        codeName: 'AuthenticationFailed',
        message: 'Authentication failed.',
      });
  });

  test('fails with a mechanism that is not known', async () => {
    const client = await connect(server.uri('shop'));
    const start = { saslStart: 1, mechanism: 'SCRAM-SHA-3', payload: Buffer.from('n,,n=shop,r=abcdef') };
    expect(await failure(client.db('shop').command(start))).toMatchObject({ code: 334 });
  });

  test('uses SHA-1 for a user who has no other credential', async () => {
    const user = await newUser({ mechanisms: ['SCRAM-SHA-1'] });
    const client = await as(user, 'first', 'shop');
    expect(client.options.credentials?.mechanism).toBe('DEFAULT');
    expect(await client.db('shop').command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect(await failure(as(user, 'first', 'shop', { authMechanism: 'SCRAM-SHA-256' }))).toMatchObject({
      code: 18,
    });
  });

  test('tells a driver the mechanisms of a user, and nothing of an unknown one', async () => {
    const client = await connect(server.uri('shop'));
    const asked = (name: string) => client.db('admin').command({ hello: 1, saslSupportedMechs: name });
    const { saslSupportedMechs } = await asked('shop.shop');
    expect([...(saslSupportedMechs as string[])].sort()).toEqual(['SCRAM-SHA-1', 'SCRAM-SHA-256']);
    expect((await asked('shop.nobody')).saslSupportedMechs ?? []).toEqual([]);
  });

  test('takes names and passwords with characters of other scripts', async () => {
    const user = await newUser({ pwd: 'pässwörd ™ ②' });
    await as(user, 'pässwörd ™ ②', 'shop');
    await as(user, 'pässwörd TM 2', 'shop', { authMechanism: 'SCRAM-SHA-256' }); // SASLprep makes them equal
    await admin.db('shop').command({ createUser: 'größe=a,b', pwd: 'x', roles: [] });
    await as('größe=a,b', 'x', 'shop', { authMechanism: 'SCRAM-SHA-256' });
  });

  test('is at an end after a wrong proof', async () => {
    const client = await connect(server.uri('shop'), { maxPoolSize: 1 });
    const db = client.db('shop');
    const payload = Buffer.from('n,,n=shop,r=abcdefgh');
    const first = await db.command({ saslStart: 1, mechanism: 'SCRAM-SHA-256', payload });
    expect(first).toMatchObject({ conversationId: 1, done: false });
    const nonce = /r=([^,]*)/.exec(String((first.payload as { buffer: Buffer }).buffer))?.[1];
    const proof = Buffer.alloc(32).toString('base64');
    const last = { saslContinue: 1, conversationId: 1, payload: Buffer.from(`c=biws,r=${nonce},p=${proof}`) };
    expect(await failure(db.command(last))).toMatchObject({ code: 18 });
    expect(await failure(db.command(last))).toMatchObject({ code: 17 });
    expect(await failure(db.command({ find: 'goods' }))).toMatchObject({ code: 13 });
  });
});

describe('a user with readWrite on one database', () => {
  test('may do there what a service does', async () => {
    const goods = shop.db('shop').collection('of a service');
    await goods.createIndex({ name: 1 }, { unique: true });
    await goods.insertMany([{ name: 'a' }, { name: 'b' }]);
    await goods.updateOne({ name: 'a' }, { $set: { price: 1 } });
    await goods.findOneAndUpdate({ name: 'b' }, { $set: { price: 2 } });
    await goods.deleteOne({ name: 'b' });
    expect(await goods.find().toArray()).toMatchObject([{ name: 'a', price: 1 }]);
    expect(await goods.aggregate([{ $count: 'n' }]).toArray()).toEqual([{ n: 1 }]);
    expect(await goods.listIndexes().toArray()).toHaveLength(2);
    await goods.find().explain();
    await goods.dropIndex('name_1');
    await goods.drop();
  });

  test.each<[string, string, Document]>([
    ['read another database', 'bank', { find: 'accounts' }],
    ['write another database', 'bank', { insert: 'accounts', documents: [{}] }],
    ['make a collection in another database', 'fresh', { create: 'mine' }],
    ['list the collections of another database', 'bank', { listCollections: 1 }],
    ['explain in another database', 'bank', { explain: { find: 'accounts' } }],
    ['drop another database', 'bank', { dropDatabase: 1 }],
    ['drop its own database', 'shop', { dropDatabase: 1 }],
    ['read the hashes of passwords', 'admin', { find: 'system.users' }],
    ['make a user', 'shop', { createUser: 'me', pwd: 'mine', roles: [] }],
    ['change its own roles', 'shop', { updateUser: 'shop', roles: [{ role: 'dbOwner', db: 'shop' }] }],
    ['change the password of the admin', 'admin', { updateUser: 'admin', pwd: 'mine' }],
    ['drop the admin', 'admin', { dropUser: 'admin' }],
    ['read about other users', 'admin', { usersInfo: 'admin' }],
    ['read the status of the server', 'admin', { serverStatus: 1 }],
    ['stop the server', 'admin', { shutdown: 1 }],
  ])('cannot %s', async (_, db, command) => {
    expect(await failure(shop.db(db).command(command))).toMatchObject({
      code: 13,
      codeName: 'Unauthorized',
      message: expect.stringContaining(`not authorized on ${db} to execute command`) as string,
    });
  });

  test('does not get a password back in the error', async () => {
    const error = await failure(shop.db('shop').command({ createUser: 'me', pwd: 'secret!', roles: [] }));
    expect(JSON.stringify(error)).not.toContain('secret!');
  });

  test('sees itself among the users, and its own database alone', async () => {
    expect(await shop.db('shop').command({ usersInfo: 'shop' })).toMatchObject({
      users: [{ _id: 'shop.shop', user: 'shop', db: 'shop', roles: [{ role: 'readWrite', db: 'shop' }] }],
    });
    const { databases } = await shop.db().admin().listDatabases({ nameOnly: true });
    expect(databases).toEqual([{ name: 'shop' }]);
  });

  test('cannot read on where a cursor of another user stopped', async () => {
    const collection = admin.db('shop').collection('many');
    await collection.insertMany(Array.from({ length: 10 }, (n) => ({ n })));
    const { cursor } = await admin
      .db('shop')
      .command({ find: 'many', batchSize: 2 }, { promoteLongs: false });
    const { id } = cursor as { id: unknown };
    expect(await failure(shop.db('shop').command({ getMore: id, collection: 'many' }))).toMatchObject({
      code: 13,
    });
  });
});

test('a user with read only can write nothing', async () => {
  const client = await as(await newUser(), 'first', 'shop');
  const goods = client.db('shop').collection('goods');
  expect(await goods.findOne({ name: 'bell' })).not.toBeNull();
  expect(await failure(goods.insertOne({}))).toMatchObject({ code: 13 });
  expect(await failure(goods.createIndex({ a: 1 }))).toMatchObject({ code: 13 });
  expect(await failure(goods.drop())).toMatchObject({ code: 13 });
});

test('a user with read on admin does not read the hashes of passwords', async () => {
  await admin.db('admin').command({ createUser: 'reader', pwd: 'x', roles: ['read'] });
  await admin.db('admin').collection('notes').insertOne({});
  const db = (await as('reader', 'x', 'admin')).db('admin');
  expect(await db.collection('notes').countDocuments()).toBe(1);
  const joined = { from: 'system.users', pipeline: [], as: 'users' };
  const users = db.collection('system.users');
  const notes = db.collection('notes');
  for (const read of [() => users.findOne(), () => users.countDocuments(), () => users.find().explain()])
    expect(await failure(read())).toMatchObject({ code: 13 });
  // the stand-in has no stage that reads another collection
  const code = process.env.TICKETING_MONGOD ? 13 : 238;
  for (const stage of [{ $lookup: joined }, { $unionWith: 'system.users' }])
    expect(await failure(notes.aggregate([stage]).toArray())).toMatchObject({ code });
});

test('an owner of a database manages its users, and gives no rights elsewhere', async () => {
  const owner = await newUser({ roles: [{ role: 'dbOwner', db: 'shop' }] });
  const db = (await as(owner, 'first', 'shop')).db('shop');
  const made = { pwd: 'x', roles: ['read'] };
  await db.command({ createUser: 'helper', ...made });
  await db.command({ dropUser: 'helper' });
  for (const role of [
    { role: 'read', db: 'bank' },
    { role: 'root', db: 'admin' },
  ])
    expect(await failure(db.command({ createUser: 'spy', ...made, roles: [role] }))).toMatchObject({
      code: 13,
    });
});

describe('users', () => {
  test('have credentials and no password in the database', async () => {
    const user = await newUser();
    const stored = await admin.db('admin').collection('system.users').findOne({ user });
    expect(stored).toMatchObject({
      _id: `shop.${user}`,
      db: 'shop',
      credentials: {
        'SCRAM-SHA-1': { iterationCount: 10_000 },
        'SCRAM-SHA-256': { iterationCount: 15_000, storedKey: expect.any(String) as string },
      },
      roles: [{ role: 'read', db: 'shop' }],
    });
    expect(JSON.stringify(stored)).not.toContain('first');
    const { users } = await admin.db('shop').command({ usersInfo: user });
    expect(JSON.stringify(users)).not.toContain('storedKey');
    expect(users).toMatchObject([
      { user, mechanisms: expect.arrayContaining(['SCRAM-SHA-256']) as string[] },
    ]);
  });

  test('can be asked for by name, by database, and all at once', async () => {
    const user = await newUser({ customData: { team: 'a' } });
    const names = async (usersInfo: unknown, db = 'shop') => {
      const { users } = await admin.db(db).command({ usersInfo });
      return (users as { user: string }[]).map((each) => each.user);
    };
    expect(await names(user)).toEqual([user]);
    expect(await names({ user, db: 'shop' }, 'admin')).toEqual([user]);
    expect((await names([{ user, db: 'shop' }, 'shop'])).sort()).toEqual(['shop', user]);
    expect(await names(1)).toEqual(expect.arrayContaining(['shop', user]));
    expect(await names(1)).not.toContain('admin');
    expect(await names({ forAllDBs: true }, 'admin')).toEqual(expect.arrayContaining(['admin', user]));
    expect(await names('nobody')).toEqual([]);
  });

  test('get another password', async () => {
    const user = await newUser();
    await admin.db('shop').command({ updateUser: user, pwd: 'second' });
    expect(await failure(as(user, 'first', 'shop'))).toMatchObject({ code: 18 });
    await as(user, 'second', 'shop');
  });

  test('get and lose roles while they are signed in', async () => {
    const user = await newUser();
    const goods = (await as(user, 'first', 'shop')).db('shop').collection('goods');
    expect(await failure(goods.insertOne({}))).toMatchObject({ code: 13 });
    await admin.db('shop').command({ updateUser: user, roles: ['readWrite'] });
    await goods.insertOne({ by: user });
    await admin.db('shop').command({ updateUser: user, roles: [] });
    expect(await failure(goods.findOne())).toMatchObject({ code: 13 });
  });

  test('are signed in no longer when they are dropped, even if the name is given again', async () => {
    const user = await newUser();
    const client = await as(user, 'first', 'shop', { maxPoolSize: 1 });
    const goods = client.db('shop').collection('goods');
    await goods.findOne();
    await admin.db('shop').command({ dropUser: user });
    expect(await failure(goods.findOne())).toMatchObject({ code: 13 });
    await admin.db('shop').command({ createUser: user, pwd: 'other', roles: ['read'] });
    expect(await failure(goods.findOne())).toMatchObject({ code: 13 });
  });

  test.each<[string, Document, number]>([
    ['no password', { createUser: 'a', roles: [] }, 2],
    ['an empty password', { createUser: 'a', pwd: '', roles: [] }, 2],
    ['no roles', { createUser: 'a', pwd: 'x' }, 40414],
    ['a role that does not exist', { createUser: 'a', pwd: 'x', roles: ['bogus'] }, 31],
    ['a role of admin alone', { createUser: 'a', pwd: 'x', roles: ['root'] }, 31],
    ['a mechanism that does not exist', { createUser: 'a', pwd: 'x', roles: [], mechanisms: ['x'] }, 2],
    ['no mechanism', { createUser: 'a', pwd: 'x', roles: [], mechanisms: [] }, 2],
    ['the name of another', { createUser: 'shop', pwd: 'x', roles: [] }, 51003],
    ['an unknown field', { createUser: 'a', pwd: 'x', roles: [], x: 1 }, 40415],
    ['a change of nobody', { updateUser: 'nobody', pwd: 'x' }, 11],
    ['a change of nothing', { updateUser: 'shop' }, 2],
    ['a drop of nobody', { dropUser: 'nobody' }, 11],
  ])('are not made or changed with %s', async (_, command, code) => {
    expect(await failure(admin.db('shop').command(command))).toMatchObject({ code });
    expect((await admin.db('shop').command({ usersInfo: 'a' })).users).toEqual([]);
  });
});
