import { searchFields } from '@ticketing/tickets/search-fields';
import { type Collection, MongoClient, ObjectId } from 'mongodb';
import { RunningSystem } from '../testing/running-system.js';
import { aTicket, Visitor } from '../testing/visitor.js';
import { print } from '../testing/print.js';
import { besideEachOther, type Row } from './table.js';

const FEW = 1_000;
const MANY = 1_000_000;
const BATCH = 500;
/** A line tells the progress after this many tickets. */
const PROGRESS = 100_000;
const ROUNDS = 100;
const WARM_UP = 10;

const SEARCHES = {
  'no search': '',
  'a word of all tickets': 'row',
  'a rare word': 'zanzibar',
  'a common and a rare word': 'concert zan',
  'two common words': 'row concert',
  'two ways to read it': 'r-ow',
  'a common phrase without spaces': '東京ドーム',
  'a rare phrase without spaces': '武道館コンサート',
  'a word of no ticket, and a common one': 'row xylophone',
};

/**
 * Measures the first page of tickets among few and among many tickets, half of them reserved. The tickets with rare words
 * are the oldest, so that a read in the order of the list would come to them last. A page has 50 tickets in each case.
 */
export async function list(): Promise<Row[]> {
  console.log(`the first page of 50 tickets among ${FEW} and among ${MANY}`);
  const running = await RunningSystem.start({ expirationWindowSeconds: 900 });
  const client = new MongoClient(running.system.state().mongo.tickets, {
    connectTimeoutMS: 300_000, // the stand-in may collect garbage for long
  });
  try {
    const tickets = client.db().collection('tickets');
    const visitor = new Visitor(running.url);
    await fill(tickets, 0, FEW);
    const few = await times(visitor);
    await fill(tickets, FEW, MANY);
    const many = await times(visitor);
    for (const what of Object.keys(SEARCHES)) {
      print(`${what}, among ${FEW}, µs`, few[what]!);
      print(`${what}, among ${MANY}, µs`, many[what]!);
    }
    return Object.keys(SEARCHES).map((what) =>
      besideEachOther(`${what}: µs among ${MANY} beside ${FEW}`, many[what]!, few[what]!),
    );
  } finally {
    await client.close();
    await running.stop();
  }
}

function titleOf(index: number): string {
  if (index < 200) return `Row ${index}, concert in Zanzibar, 武道館コンサート`;
  return `Row ${index % 100}, ${index % 3 ? 'concert' : 'opera'}${index % 20 ? '' : ', 東京ドーム'}`;
}

async function fill(tickets: Collection, from: number, to: number): Promise<void> {
  const known = new Map<string, ReturnType<typeof searchFields>>();
  for (let first = from; first < to; first += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, to - first) }, (_, offset) => {
      const index = first + offset;
      const title = titleOf(index);
      if (!known.has(title)) known.set(title, searchFields(title));
      return {
        ...aTicket({ title }),
        userId: 'a'.repeat(24),
        version: 0,
        hold: index % 2,
        ...known.get(title),
        ...(index % 4 < 2 ? { orderId: new ObjectId().toHexString() } : {}),
        outbox: [],
      };
    });
    await tickets.insertMany(documents);
    if (first > 0 && first % PROGRESS === 0) console.log(`  ${first} tickets are stored`);
  }
}

async function times(visitor: Visitor): Promise<Record<string, number[]>> {
  const result: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [what, q] of Object.entries(SEARCHES)) {
      const began = performance.now();
      const { status } = await visitor.get(`/api/tickets${q && `?q=${encodeURIComponent(q)}`}`);
      if (status === 503) {
        console.log(`  the database was silent for 3 s in the search for “${q}”; this round does not count`);
        continue;
      }
      if (status !== 200) throw new Error(`the search for ${q} was answered with ${status}`);
      if (round >= WARM_UP) (result[what] ??= []).push((performance.now() - began) * 1000);
    }
  }
  return result;
}
