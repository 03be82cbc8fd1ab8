import { OrderStatus } from '@ticketing/common/events';
import { searchFields } from '@ticketing/tickets/search-fields';
import { type Collection, ObjectId } from 'mongodb';
import { RunningSystem } from '../testing/running-system.js';
import { aTicket } from '../testing/visitor.js';
import { cpuOf } from './cpu.js';
import { idleCpu } from './idle.js';
import { type Kind, KINDS, type Meter, Mix, PER_BUYER, PER_ROUND, serviceOf } from './mix.js';
import { besideEachOther, type Row } from './table.js';

const FEW = 1_000;
const MANY = Number(process.env.MANY ?? 1_000_000);
const BATCH = 1_000;
/** A line tells the progress after this many documents. */
const PROGRESS = 250_000;
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const WARM_UP = 2;
const IDLE_SECONDS = 20;
/** The stand-in for MongoDB keeps all documents and indexes in memory. */
const HEAP_MB = 10_000;
const BUYERS_BEFORE = 20_000;

type Costs = Record<Kind, { service: number[]; database: number[] }>;

/**
 * Measures the CPU of each request in its service and in the database of that service, first among few tickets and
 * orders, then among many, and what the system costs when nobody does anything.
 */
export async function growth(): Promise<Row[]> {
  console.log(`CPU per request among ${FEW} and among ${MANY} tickets and orders`);
  const options = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = `${options ?? ''} --max-old-space-size=${HEAP_MB}`;
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    reservationsPerAccount: PER_BUYER,
  });
  process.env.NODE_OPTIONS = options ?? '';
  const mix = await Mix.start(running);
  try {
    await fill(mix, 0, FEW);
    const few = await costsOf(running, mix);
    const began = performance.now();
    await fill(mix, FEW, MANY);
    console.log(`  ${MANY} of each are stored after ${Math.round((performance.now() - began) / 1000)} s`);
    const many = await costsOf(running, mix);
    const idle = await idleCpu(running, IDLE_SECONDS);
    for (const [name, percent] of Object.entries(idle))
      console.log(`  idle ${name.padEnd(18)} ${percent.toFixed(1)} % of a core`);
    const compared = (where: 'service' | 'database') =>
      KINDS.map((kind) =>
        besideEachOther(
          `${kind}, µs of the ${where}, ${MANY} beside ${FEW}`,
          many[kind][where],
          few[kind][where],
          '1.3 ×',
        ),
      );
    const sum = Object.values(idle).reduce((total, percent) => total + percent, 0);
    return [
      ...compared('service'),
      ...compared('database'),
      { what: 'idle, all processes, % of a core', measured: sum.toFixed(1) },
    ];
  } finally {
    await mix.close();
    await running.stop();
  }
}

async function costsOf(running: RunningSystem, mix: Mix): Promise<Costs> {
  const { processes } = running.system.state();
  const costs = Object.fromEntries(
    KINDS.map((kind) => [kind, { service: [], database: [] }]),
  ) as unknown as Costs;
  const meter =
    (counts: boolean): Meter =>
    async (kind, send) => {
      const pids = [serviceOf(kind), `mongodb-${serviceOf(kind)}`].map(
        (name) => processes.find((each) => each.name === name)!.pid,
      );
      const before = pids.map(cpuOf);
      const answers = await send();
      const [service, database] = pids.map((pid, index) => (cpuOf(pid) - before[index]!) / PER_ROUND);
      if (counts) {
        costs[kind].service.push(service!);
        costs[kind].database.push(database!);
      }
      return answers;
    };
  for (let round = 1 - WARM_UP; round <= ROUNDS; round++) await mix.round('system', meter(round > 0));
  return costs;
}

/** Half of the tickets are sold, each to an order that is complete; of the others an order was cancelled. */
async function fill({ orders, tickets }: Mix, from: number, to: number): Promise<void> {
  const known = new Map<string, ReturnType<typeof searchFields>>();
  const buyers = Array.from({ length: BUYERS_BEFORE }, () => new ObjectId().toHexString());
  for (let first = from; first < to; first += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, to - first) }, (_, offset) =>
      soldOrNot(first + offset, buyers, known),
    );
    await Promise.all([
      insert(
        tickets,
        made.map(({ ticket }) => ticket),
      ),
      insert(
        orders,
        made.map(({ order }) => order),
      ),
    ]);
    if (first > 0 && first % PROGRESS === 0) console.log(`  ${first} tickets and orders are stored`);
  }
}

function soldOrNot(index: number, buyers: string[], known: Map<string, ReturnType<typeof searchFields>>) {
  const isSold = index % 2 === 0;
  const [_id, orderId] = [new ObjectId(), new ObjectId()];
  const title = `Row ${index % 100}, ${index % 3 ? 'concert' : 'opera'}`;
  if (!known.has(title)) known.set(title, searchFields(title));
  const { price } = aTicket();
  const sold = isSold && { orderId: orderId.toHexString(), soldTo: orderId.toHexString(), soldFor: price };
  const expiresAt = new Date(Date.now() - 86_400_000);
  return {
    ticket: {
      _id,
      title,
      price,
      userId: buyers[(index * 7) % buyers.length],
      hold: 1,
      ...known.get(title),
      ...sold,
      version: 2,
      outbox: [],
    },
    order: {
      _id: orderId,
      userId: buyers[index % buyers.length],
      status: isSold ? OrderStatus.Complete : OrderStatus.Cancelled,
      expiresAt,
      ticket: { id: _id.toHexString(), title, price },
      hold: 1,
      place: 1,
      version: 1,
      outbox: [],
    },
  };
}

async function insert(collection: Collection, documents: object[]): Promise<void> {
  await collection.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
}
