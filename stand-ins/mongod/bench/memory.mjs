// Measures the memory and the start time of the stand-in, or of the mongod that TICKETING_MONGOD selects, with
// many documents: `npm run bench:memory -w @ticketing/mongod [-- <documents>]`
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { calculateObjectSize } from 'bson';
import { MongoClient, ObjectId } from 'mongodb';

const require = createRequire(import.meta.url);
const { MongoServer } = require('../dist/index.js');

const COUNT = Number(process.argv[2] ?? 200_000);
const DOCUMENT_BYTES = 289;
const BATCH = 5_000;
const SETTLE_MS = 2_000;

/** The indexes that the tickets service has, besides the one on _id. */
const INDEXES = [{ userId: 1 }, { terms: 1, orderId: 1, _id: -1 }, { 'outbox.at': 1 }];

function ticket(i) {
  const doc = {
    _id: new ObjectId(),
    title: `Ticket ${i}`,
    description: '',
    price: 20 + (i % 80),
    userId: `user${i % 1000}`,
    version: 0,
    terms: ['rock', `band${i % 1000}`],
    orderId: null,
    createdAt: new Date(1_700_000_000_000 + i),
    outbox: [],
  };
  doc.description = 'x'.repeat(DOCUMENT_BYTES - calculateObjectSize(doc));
  return doc;
}

const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const CLOCK_TICKS_PER_SECOND = 100;

/** Returns the CPU seconds that a process has used so far. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns the resident memory of the server in bytes, once its garbage had time to be collected. */
async function resident(pid) {
  await pause(SETTLE_MS);
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
}

async function measure(name, indexes) {
  const dbPath = mkdtempSync(join(tmpdir(), 'mongod-memory-'));
  const bytes = COUNT * DOCUMENT_BYTES;
  const report = (when, grown) =>
    console.log(
      `${name}, ${when}: ${mb(grown)} for ${mb(bytes)} of documents, ${(grown / COUNT).toFixed(0)} bytes each, ratio ${(grown / bytes).toFixed(2)}`,
    );
  try {
    const server = new MongoServer({ dbPath });
    await server.start();
    const empty = await resident(server.pid);
    const client = await new MongoClient(server.uri('bench')).connect();
    const collection = client.db().collection('tickets');
    for (const index of indexes) await collection.createIndex(index, { sparse: 'outbox.at' in index });
    for (let i = 0; i < COUNT; i += BATCH)
      await collection.insertMany(
        Array.from({ length: Math.min(BATCH, COUNT - i) }, (_, j) => ticket(i + j)),
      );
    report('after the inserts', (await resident(server.pid)) - empty);
    await client.close();
    await server.stop();

    const again = new MongoServer({ dbPath });
    const before = performance.now();
    await again.start();
    console.log(
      `${name}: started with these data in ${((performance.now() - before) / 1000).toFixed(2)} s (${cpu(again.pid).toFixed(2)} s of CPU time)`,
    );
    report('after a start', (await resident(again.pid)) - empty);
    await again.stop();
  } finally {
    rmSync(dbPath, { recursive: true, force: true });
  }
}

console.log(`${COUNT} documents of ${DOCUMENT_BYTES} bytes`);
await measure('the index on _id', []);
await measure('with three more indexes', INDEXES);
