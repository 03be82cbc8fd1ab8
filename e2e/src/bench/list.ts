import { MongoClient, ObjectId } from 'mongodb';
import { RunningSystem } from '../testing/running-system.js';
import { aTicket, Visitor } from '../testing/visitor.js';
import { print } from '../testing/print.js';

const FEW = 100;
const MANY = 100_000;
const ROUNDS = 200;
const PATHS = ['/api/tickets', '/api/tickets?q=seat', '/api/tickets?q=row 99'];

/** Measures how long a page of tickets takes among few and among many tickets, half of them reserved. */
export async function list(): Promise<void> {
  console.log(`a page of 50 tickets among ${FEW} and among ${MANY}`);
  const running = await RunningSystem.start({ expirationWindowSeconds: 900 });
  try {
    const client = await MongoClient.connect(running.system.state().mongo.tickets);
    const tickets = client.db().collection('tickets');
    const visitor = new Visitor(running.url);
    await fill(tickets, FEW);
    const few = await times(visitor);
    await fill(tickets, MANY - FEW);
    const many = await times(visitor);
    for (const path of PATHS) {
      print(`${path} among ${FEW}, µs`, few.get(path)!);
      print(`${path} among ${MANY}, µs`, many.get(path)!);
    }
    await client.close();
  } finally {
    await running.stop();
  }
}

async function fill(
  tickets: ReturnType<ReturnType<MongoClient['db']>['collection']>,
  count: number,
): Promise<void> {
  for (let done = 0; done < count; done += 5_000) {
    await tickets.insertMany(
      Array.from({ length: Math.min(5_000, count - done) }, (_, index) => {
        const row = String((done + index) % 1000);
        return {
          ...aTicket({ title: `Seat ${index}, row ${row}` }),
          userId: 'a'.repeat(24),
          version: 0,
          hold: index % 2,
          terms: ['s', 'se', 'sea', 'seat', 'r', 'ro', 'row', ...[1, 2, 3].map((end) => row.slice(0, end))],
          ...(index % 2 ? { orderId: new ObjectId().toHexString() } : {}),
          outbox: [],
        };
      }),
    );
  }
}

async function times(visitor: Visitor): Promise<Map<string, number[]>> {
  const result = new Map<string, number[]>(PATHS.map((path) => [path, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const path of PATHS) {
      const began = performance.now();
      const { status } = await visitor.get(path);
      if (status !== 200) throw new Error(`${path} was answered with ${status}`);
      if (round >= 20) result.get(path)!.push((performance.now() - began) * 1000);
    }
  }
  return result;
}
