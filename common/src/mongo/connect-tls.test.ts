import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import mongoose from 'mongoose';
import { withinLimit } from '../async/within-limit.js';
import { eventually, MongoServer } from '../testing/stand-ins.js';
import { connectMongo } from './connect.js';

// These are the options that production has in MONGO_URI. The stand-in has no TLS, so a proxy with TLS is in front of it.

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
if (!hasOpenssl) console.warn('TLS to MongoDB is not tested: openssl is not on the PATH');

const dir = mkdtempSync(join(tmpdir(), 'ticketing-mongo-tls-'));
const mongo = new MongoServer();
let proxy: Server;
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Makes a certificate of 127.0.0.1, which is its own CA. */
function makeCertificate(name: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-keyout', `${name}.key`];
  const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = spawnSync('openssl', ['req', '-x509', ...key, ...names, '-out', `${name}.crt`], { cwd: dir });
  expect(made.status).toBe(0);
}

function uri(options: string, host = '127.0.0.1', { port } = proxy.address() as AddressInfo): string {
  return `mongodb://${host}:${port}/tls?directConnection=true${options}`;
}
const tlsWith = (ca: string) => `&tls=true&tlsCAFile=${join(dir, `${ca}.crt`)}`;

/** Asks the database with the driver alone, because `connectMongo` tries again for 30 s. */
async function ask(address: string): Promise<unknown> {
  const client = new mongoose.mongo.MongoClient(address, { serverSelectionTimeoutMS: 1_500 });
  try {
    return await client.db().command({ ping: 1 });
  } finally {
    await client.close();
  }
}

(hasOpenssl ? describe : describe.skip)('a database with TLS', () => {
  beforeAll(async () => {
    for (const name of ['server', 'other']) makeCertificate(name);
    await mongo.start();
    const [cert, key] = ['server.crt', 'server.key'].map((name) => readFileSync(join(dir, name)));
    proxy = createServer({ cert, key }, (client) => {
      const server = connect(mongo.port, '127.0.0.1');
      client.pipe(server).pipe(client);
      client.on('error', () => server.destroy());
      server.on('error', () => client.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => mongoose.disconnect());
  afterAll(async () => {
    await mongo.stop();
    proxy.close();
  });

  it('is used by a service that trusts its certificate', async () => {
    await connectMongo(uri(tlsWith('server')), []);
    const notes = mongoose.connection.collection('notes');
    await notes.insertOne({ text: 'one' });
    expect(await notes.findOne({ text: 'one' })).toMatchObject({ text: 'one' });
  });

  it('is found again after its connections were destroyed', async () => {
    await connectMongo(uri(tlsWith('server')), []);
    const ping = () => mongoose.connection.db!.command({ ping: 1 });
    for (const socket of socketsOfDriver()) socket.destroy();
    await expect(withinLimit(ping(), 3_000, 'the operation')).rejects.toThrow('closed');
    await eventually(async () => expect(await ping()).toMatchObject({ ok: 1 }));
  });

  it('is not used when another authority made its certificate', async () => {
    await expect(ask(uri(tlsWith('other')))).rejects.toThrow(/certificate/);
  });

  it('is not used under a name that its certificate does not have', async () => {
    expect(await ask(uri(tlsWith('server')))).toMatchObject({ ok: 1 });
    await expect(ask(uri(tlsWith('server'), 'localhost'))).rejects.toThrow(/localhost/);
  });

  it('gets no plain connection, and a service with TLS uses no plain database', async () => {
    await expect(ask(uri(''))).rejects.toThrow();
    const { port } = mongo;
    await expect(ask(uri(tlsWith('server'), undefined, { port } as AddressInfo))).rejects.toThrow();
    expect(await ask(uri('', undefined, { port } as AddressInfo))).toMatchObject({ ok: 1 });
  });
});

/** The sockets of the driver's pools. */
function socketsOfDriver(): { destroy(): void }[] {
  const client = mongoose.connection.getClient() as unknown as {
    topology: {
      s: { servers: Map<string, { pool: { connections: Iterable<{ socket: { destroy(): void } }> } }> };
    };
  };
  const { servers } = client.topology.s;
  return [...servers.values()].flatMap(({ pool }) => [...pool.connections].map(({ socket }) => socket));
}
