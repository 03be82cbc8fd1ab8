// Measures the stand-in, or the mongod that TICKETING_MONGOD selects, through the unmodified driver:
// `npm run bench -w @ticketing/mongod [-- <seconds per figure>]`
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { MongoClient, ObjectId } from 'mongodb';

const require = createRequire(import.meta.url);
const { MongoServer } = require('../dist/index.js');

const SECONDS = Number(process.argv[2] ?? 3);
const FEW = 100;
const MANY = 100_000;
const LOOKUPS_PER_ROUND = 2_000;
const ROUNDS = 6;

const newTicket = (i) => ({
  _id: new ObjectId(),
  title: `Ticket ${i}`,
  price: 20 + (i % 80),
  userId: `user${i}`,
  version: 0,
  terms: ['rock', `band${i % 1000}`],
  orderId: null,
  outbox: [],
});

const CLOCK_TICKS_PER_SECOND = 100;

/** Returns the CPU seconds that the server has used so far, or NaN on a system without /proc. */
function serverCpu(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** Returns how many operations finish per second while `inFlight` of them run at once. */
async function rate(inFlight, operation, seconds = SECONDS) {
  let done = 0;
  const end = performance.now() + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      await operation();
      done++;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return Math.round((done * 1000) / (performance.now() - startedAt));
}

async function filled(db, name, count) {
  const collection = db.collection(name);
  await collection.createIndex({ userId: 1 });
  await collection.createIndex({ terms: 1, orderId: 1, _id: -1 });
  await collection.createIndex({ 'outbox.at': 1 }, { sparse: true });
  const tickets = Array.from({ length: count }, (_, i) => newTicket(i));
  for (let i = 0; i < count; i += 10_000) await collection.insertMany(tickets.slice(i, i + 10_000));
  return { collection, ids: tickets.map(({ _id }) => _id), count };
}

const any = (list) => list[Math.floor(Math.random() * list.length)];

/** Returns the mean time of a lookup by an indexed field in microseconds. Lookups run one at a time. */
async function lookupCost({ collection, count }) {
  const startedAt = performance.now();
  for (let i = 0; i < LOOKUPS_PER_ROUND; i++)
    await collection.findOne({ userId: `user${Math.floor(Math.random() * count)}` });
  return ((performance.now() - startedAt) * 1000) / LOOKUPS_PER_ROUND;
}

const server = new MongoServer();
await server.start();
const client = await new MongoClient(server.uri('bench'), { maxPoolSize: 50 }).connect();
try {
  const db = client.db();
  const few = await filled(db, 'few', FEW);
  const fillStart = performance.now();
  const many = await filled(db, 'many', MANY);
  console.log(
    `bulk insert of ${MANY} with three indexes besides _id: ${Math.round(performance.now() - fillStart)} ms`,
  );
  const inserts = db.collection('inserts');
  const operations = {
    'lookups by _id': () => many.collection.findOne({ _id: any(many.ids) }),
    'lookups by field': () => many.collection.findOne({ userId: `user${Math.floor(Math.random() * MANY)}` }),
    'acknowledged inserts': () => inserts.insertOne(newTicket(1)),
    'updates ($set, $push)': () =>
      many.collection.updateOne(
        { _id: any(many.ids), version: { $gte: 0 } },
        {
          $set: { price: Math.floor(Math.random() * 100) },
          $inc: { version: 1 },
          $push: { outbox: { $each: [{ at: new Date() }], $slice: -3 } },
        },
      ),
    'pages of 51 ($lt on _id)': () =>
      many.collection
        .find({ terms: 'rock', orderId: null, _id: { $lt: any(many.ids) } })
        .sort({ _id: -1 })
        .limit(51)
        .toArray(),
  };
  for (const operation of Object.values(operations)) await rate(20, operation, 0.5); // warm up
  for (const [name, operation] of Object.entries(operations)) {
    const one = await rate(1, operation);
    const before = serverCpu(server.pid);
    const fifty = await rate(50, operation);
    const cpu = ((serverCpu(server.pid) - before) * 1e6) / (fifty * SECONDS);
    console.log(
      `${name.padEnd(26)} ${String(one).padStart(6)}/s with 1 in flight, ${String(fifty).padStart(6)}/s with 50 (${cpu.toFixed(0)} us of the server's CPU each)`,
    );
  }
  // The two collections take turns, so that other load on the machine affects both
  const costs = { few: [], many: [] };
  for (let round = 0; round < ROUNDS; round++) {
    costs.few.push(await lookupCost(few));
    costs.many.push(await lookupCost(many));
  }
  const [a, b] = [Math.min(...costs.few), Math.min(...costs.many)];
  console.log(
    `lookup by an indexed field: ${a.toFixed(0)} us among ${FEW}, ${b.toFixed(0)} us among ${MANY}: ratio ${(b / a).toFixed(2)}`,
  );
} finally {
  await client.close();
  await server.stop();
}
