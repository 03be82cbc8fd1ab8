import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ticketing/processes';
import { databaseOf, known, print, RunningSystem, Visitor } from '@ticketing/e2e/testing';
import { BUS } from '../system.js';

const BUYERS = 20;

export interface BusDownFigures {
  /** Reservations asked for while the bus was down. */
  asked: number;
  /** Answers that were not 201. */
  refused: number;
  latencies: number[];
  /** From the moment the bus ran again until the tickets service knew of each reservation, in ms. */
  arrivedAfterMs: number;
}

/** The bus is down for `downMs`. During this time a ticket is reserved every `everyMs`. */
export async function busDown({
  downMs,
  everyMs,
}: {
  downMs: number;
  everyMs: number;
}): Promise<BusDownFigures> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    instances: { orders: 2, tickets: 2 },
  });
  const database = await databaseOf(running.system, 'tickets');
  try {
    const [seller, ...buyers] = await Visitor.crowd(running.url, 1 + BUYERS);
    const asked = Math.floor(downMs / everyMs);
    const tickets = await Promise.all(Array.from({ length: asked }, () => seller!.sell()));
    await known(running.system, tickets);
    const bus = running.system.process(BUS);
    await bus.stop();
    const latencies: number[] = [];
    const orders = new Map<string, string>();
    const until = performance.now() + downMs;
    await Promise.all(
      tickets.map(async ({ id }, index) => {
        await sleep(index * everyMs);
        const begin = performance.now();
        const answer = await buyers[index % BUYERS]!.reserve(id);
        latencies.push(performance.now() - begin);
        if (answer.status === 201) orders.set(id, answer.body.id);
      }),
    );
    await sleep(Math.max(0, until - performance.now()));
    await bus.start();
    const back = performance.now();
    await eventually(async () => {
      const held = await database
        .collection('tickets')
        .find({ orderId: { $exists: true } })
        .toArray();
      const arrived = held.filter(({ _id, orderId }) => orders.get(String(_id)) === orderId).length;
      if (arrived < orders.size) throw new Error(`${orders.size - arrived} reservations have not arrived`);
    });
    return { asked, refused: asked - orders.size, latencies, arrivedAfterMs: performance.now() - back };
  } finally {
    await database.client.close();
    await running.stop();
  }
}

export async function printBusDown(): Promise<boolean> {
  console.log('The bus is down for 30 s; 20 reservations a second');
  const { asked, refused, latencies, arrivedAfterMs } = await busDown({ downMs: 30_000, everyMs: 50 });
  print('answer, ms', latencies);
  console.log(`  reservations: ${asked}, not answered with 201: ${refused}`);
  console.log(`  all had reached tickets ${(arrivedAfterMs / 1000).toFixed(1)} s after the bus was back`);
  return refused === 0;
}
