import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { MongoServer } from './mongo-server.js';
import { failure } from './testing/mongo.js';

const ADMIN = { user: 'admin', password: 'of the admin' };
const SHOP = { user: 'shop', password: 'of the shop', db: 'shop' };

let dbPath: string;
let server: MongoServer;
beforeEach(async () => {
  dbPath = await mkdtemp(join(tmpdir(), 'mongod-users-'));
});
afterEach(async () => {
  await server.stop();
  await rm(dbPath, { recursive: true });
});

async function started(options: ConstructorParameters<typeof MongoServer>[0]): Promise<MongoServer> {
  server = new MongoServer({ dbPath, ...options });
  await server.start();
  return server;
}

async function withClient<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await use(await client.connect());
  } finally {
    await client.close();
  }
}
const add = (uri: string) => withClient(uri, (client) => client.db('shop').collection('goods').insertOne({}));
const count = (uri: string) =>
  withClient(uri, (client) => client.db('shop').collection('goods').countDocuments());

test('everything is open to everybody when there are no users', async () => {
  await started({});
  await add(server.uri('shop'));
  expect(await count(server.uri('shop'))).toBe(1);
});

test.each(['stop', 'kill'] as const)('users and their data survive %s', async (end) => {
  await started({ users: [ADMIN, SHOP] });
  await add(server.uriFor('shop', 'shop'));
  await server[end]();
  await server.start();
  expect(await count(server.uriFor('shop', 'shop'))).toBe(1);
  expect(await failure(count(server.uri('shop')))).toMatchObject({ code: 13 });
});

test('data of a release without users get users, and are kept', async () => {
  await started({});
  await add(server.uri('shop'));
  await server.stop();
  await started({ users: [ADMIN, SHOP] });
  expect(await count(server.uriFor('shop', 'shop'))).toBe(1);
  expect(await failure(count(server.uri('shop')))).toMatchObject({ code: 13 });
});

test('a start makes the users that an earlier start did not come to', async () => {
  await started({ users: [ADMIN] });
  await server.stop();
  await started({ users: [ADMIN, SHOP] });
  await add(server.uriFor('shop', 'shop'));
});

test('data whose passwords are lost get new ones, and are kept', async () => {
  await started({ users: [ADMIN, SHOP] });
  await add(server.uriFor('shop', 'shop'));
  await server.stop();
  await started({
    users: [
      { ...ADMIN, password: 'new' },
      { ...SHOP, password: 'new too' },
    ],
  });
  expect(await count(server.uriFor('shop', 'shop'))).toBe(1);
  expect(await count(server.uriFor('admin', 'shop'))).toBe(1);
  expect(await failure(count(server.uri('shop')))).toMatchObject({ code: 13 });
  const old = server.uri('shop').replace('//', `//shop:${encodeURIComponent(SHOP.password)}@`);
  expect(await failure(count(old))).toMatchObject({ code: 18 });
});

test('passwords are not in the files', async () => {
  await started({ users: [ADMIN, SHOP] });
  await server.stop();
  const files = (await readdir(dbPath, { withFileTypes: true })).filter((each) => each.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { name } of files)
    expect((await readFile(join(dbPath, name))).includes(SHOP.password)).toBe(false);
});
