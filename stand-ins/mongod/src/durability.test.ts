import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { MongoServer } from './mongo-server.js';

let folder: string;
let server: MongoServer;
let client: MongoClient;

async function connect(): Promise<void> {
  client = await new MongoClient(server.uri('test'), { serverSelectionTimeoutMS: 5_000 }).connect();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mongod-durability-'));
  server = new MongoServer({ dbPath: folder });
  await server.start();
  await connect();
});

afterEach(async () => {
  await client.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function restart(end: 'stop' | 'kill'): Promise<void> {
  await server[end]();
  await client.close();
  await server.start();
  await connect();
}

const journals = async () => (await readdir(folder)).filter((name) => name.startsWith('journal-'));

// These tests change files of the stand-in; a real mongod has other files
const ofStandIn = process.env.TICKETING_MONGOD ? test.skip : test;
if (process.env.TICKETING_MONGOD) {
  process.stderr.write(
    "Skipped the tests of the stand-in's journal: TICKETING_MONGOD selects another server\n",
  );
}

test('every acknowledged write survives kill -9 under load', async () => {
  const collection = client.db().collection<{ _id: number; n: number }>('load');
  await collection.createIndex({ n: 1 }, { unique: true });
  const inserted = new Set<number>();
  const updated = new Set<number>();
  const deleted = new Set<number>();
  let next = 0;
  let running = true;
  const worker = async () => {
    while (running) {
      const _id = next++;
      await collection.insertOne({ _id, n: _id });
      inserted.add(_id);
      if (_id % 3 === 0) {
        await collection.updateOne({ _id }, { $set: { n: -_id - 1 } });
        updated.add(_id);
      } else if (_id % 3 === 1) {
        await collection.deleteOne({ _id });
        deleted.add(_id);
      }
    }
  };
  const workers = Array.from({ length: 20 }, () => worker().catch(() => undefined));
  while (inserted.size < 1_000) await new Promise((done) => setTimeout(done, 5));
  await server.kill();
  running = false;
  await client.close();
  await Promise.all(workers);
  await server.start();
  await connect();
  const found = new Map(
    (await client.db().collection<{ _id: number; n: number }>('load').find().toArray()).map(({ _id, n }) => [
      _id,
      n,
    ]),
  );
  const lost = [...inserted].filter((id) => id % 3 !== 1 && !found.has(id));
  expect(lost).toEqual([]);
  expect([...updated].filter((id) => found.get(id) !== -id - 1)).toEqual([]);
  expect([...deleted].filter((id) => found.has(id))).toEqual([]);
  expect(updated.size).toBeGreaterThan(100);
  const again = client.db().collection('load');
  expect(await again.indexes()).toMatchObject([{ name: '_id_' }, { name: 'n_1', unique: true }]);
});

test('collections, indexes and their removal survive a restart', async () => {
  const db = client.db();
  await db.collection('a').createIndex({ x: 1 }, { expireAfterSeconds: 1000 });
  await db.collection('a').createIndex({ y: 1 });
  await db.collection('a').dropIndex('y_1');
  await db.command({ collMod: 'a', index: { keyPattern: { x: 1 }, expireAfterSeconds: 2000 } });
  await db.collection('b').insertOne({ x: 1 });
  await db.collection('b').drop();
  await db.collection('b').insertOne({ _id: 2 as never });
  await restart('stop');
  expect(await client.db().collection('a').indexes()).toMatchObject([
    { name: '_id_' },
    { name: 'x_1', expireAfterSeconds: 2000 },
  ]);
  expect(await client.db().collection('b').find().toArray()).toEqual([{ _id: 2 }]);
});

test('writes with j are acknowledged and survive kill -9', async () => {
  const collection = client.db().collection('j');
  const writes = Array.from({ length: 20 }, (_, i) =>
    collection.insertOne({ i }, { writeConcern: { w: 1, j: true } }),
  );
  await Promise.all(writes);
  await restart('kill');
  expect(await client.db().collection('j').countDocuments()).toBe(20);
});

ofStandIn('a torn end of the journal is cut off, and later writes are kept', async () => {
  await client
    .db()
    .collection('a')
    .insertMany([{ _id: 1 as never }, { _id: 2 as never }]);
  await server.kill();
  const [journal = ''] = await journals();
  const path = join(folder, journal);
  const whole = (await stat(path)).size;
  await appendFile(path, Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 1, 1, 0, 0, 0, 9, 9]));
  await restart('kill');
  expect((await stat(path)).size).toBe(whole);
  await client
    .db()
    .collection('a')
    .insertOne({ _id: 3 as never });
  await restart('kill');
  expect(await client.db().collection('a').countDocuments()).toBe(3);
});

ofStandIn('a damaged record and everything after it are ignored', async () => {
  await client
    .db()
    .collection('a')
    .insertOne({ _id: 1 as never });
  await client
    .db()
    .collection('a')
    .insertOne({ _id: 2 as never, text: 'here' });
  await server.kill();
  const [journal = ''] = await journals();
  const path = join(folder, journal);
  const bytes = await readFile(path);
  bytes[bytes.indexOf('here')] = 0x2a;
  await writeFile(path, bytes);
  await restart('kill');
  expect(await client.db().collection('a').find().toArray()).toEqual([{ _id: 1 }]);
});

ofStandIn('the journal is compacted during writes, and a later crash loses nothing', async () => {
  const collection = client.db().collection<{ _id: number; n: number; filler: string }>('a');
  await collection.createIndex({ n: 1 });
  const filler = 'x'.repeat(100_000);
  await collection.insertMany(Array.from({ length: 20 }, (_, _id) => ({ _id, n: 0, filler })));
  // This rewrites 20 documents of 100 kB until the journal is far larger than they are
  let n = 0;
  while (!(await readdir(folder)).some((name) => /^snapshot-\d+\.bin$/.test(name))) {
    n++;
    await Promise.all(Array.from({ length: 20 }, (_, _id) => collection.updateOne({ _id }, { $set: { n } })));
  }
  await restart('kill');
  const found = await client.db().collection('a').find().project({ n: 1 }).toArray();
  expect(found.map((doc) => doc.n as number)).toEqual(Array.from({ length: 20 }, () => n));
  expect(await journals()).toHaveLength(1);
  expect(await client.db().collection('a').indexes()).toHaveLength(2);
});
