import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@ticketing/processes';
import { MongoClient, ObjectId } from 'mongodb';
import { RunningSystem } from '../testing/running-system.js';
import { aTicket, type OrderBody, type TicketBody, Visitor } from '../testing/visitor.js';
import { cpuOf } from './cpu.js';
import { type Call, sendAll } from './send-all.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const WARM_UP = 2;
/** An account may have 6 live orders, and a round places 6 orders for each buyer. */
const BUYERS = 150;
const PER_BUYER = 6;
const PER_ROUND = BUYERS * PER_BUYER;

type Side = 'system' | 'floor';
/** µs of CPU per request, by what was asked for. */
type Costs = Record<string, Record<Side, number[]>>;

/**
 * Measures the CPU of a request in the process that serves it, beside the floor: the same reads and writes on the same
 * databases without anything else. Both are measured in turn, so that a noisy machine is noisy for both. For an order also
 * the CPU of all processes is measured, from the request until the ticket is reserved and the timer is set.
 */
export async function requests(): Promise<void> {
  console.log(
    `CPU per request in µs, 32 at a time, ${PER_ROUND} in a round, ${ROUNDS} rounds after ${WARM_UP} to warm up`,
  );
  const running = await RunningSystem.start({
    expirationWindowSeconds: 900,
    reservationsPerAccount: 6,
    logLevel: 'info',
  });
  const { mongo } = running.system.state();
  const floor = fork(join(__dirname, 'floor/server.js'), {
    env: { ...process.env, FLOOR_MONGO: JSON.stringify({ tickets: mongo.tickets, orders: mongo.orders }) },
  });
  const clients = await Promise.all([mongo.orders, mongo.tickets].map((uri) => MongoClient.connect(uri)));
  const [orders, tickets] = [clients[0]!.db().collection('orders'), clients[1]!.db().collection('tickets')];
  const copies = clients[0]!.db().collection('tickets');
  try {
    const [floorPort] = (await once(floor, 'message')) as [number];
    const buyers = await Visitor.crowd(running.url, BUYERS);
    const costs: Costs = {};
    /** µs of CPU per order, by process. */
    const whole: Record<string, number[]> = {};

    /** Everything that the last requests have caused is done. */
    const settle = () =>
      eventually(async () => {
        const waiting = await Promise.all(
          [orders, tickets].map((each) => each.countDocuments({ 'outbox.at': { $exists: true } })),
        );
        if (waiting.some((count) => count > 0)) throw new Error('events wait in an outbox');
        const live = await orders.countDocuments({ status: 'created', userId: { $not: /^floor/ } });
        const reserved = await tickets.countDocuments({ orderId: { $gt: '' } });
        const known = await copies.countDocuments({ orderId: { $gt: '' } });
        if (live !== reserved || live !== known)
          throw new Error(`${live} orders, ${reserved} reserved tickets, and ${known} copies of them`);
      }, 60_000);

    const measure = async <T>(round: number, what: string, side: Side, calls: Call[]): Promise<T[]> => {
      const service = what.includes('/orders') ? 'orders' : 'tickets';
      const process = running.system.state().processes.find(({ name }) => name === service)!;
      const { pid, port } = side === 'system' ? process : { pid: floor.pid!, port: floorPort };
      const before = cpuOf(pid);
      const answers = await sendAll<T>(port, calls);
      // an event leaves the outbox after the answer
      if (what.startsWith('POST')) await settle();
      const cost = (cpuOf(pid) - before) / calls.length;
      if (round > 0) ((costs[what] ??= { system: [], floor: [] })[side] ??= []).push(cost);
      return answers;
    };

    for (let round = 1 - WARM_UP; round <= ROUNDS; round++) {
      const sides: Side[] = round % 2 ? ['system', 'floor'] : ['floor', 'system'];
      const cookies = buyers.map((buyer) => buyer.cookie);
      for (const side of sides) {
        const headers = (index: number): Record<string, string> =>
          side === 'system'
            ? { cookie: cookies[index % BUYERS]! }
            : { 'x-user': `floor${index % BUYERS}`.padEnd(24, '-') };
        const made = <B extends object>(path: string, body: (index: number) => B): Call[] =>
          Array.from({ length: PER_ROUND }, (_, index) => ({
            method: 'POST',
            path,
            headers: headers(index),
            body: body(index),
          }));
        const read = (path: (index: number) => string): Call[] =>
          Array.from({ length: PER_ROUND }, (_, index) => ({
            method: 'GET',
            path: path(index),
            headers: headers(index),
          }));

        const listed = await measure<TicketBody>(
          round,
          'POST /api/tickets',
          side,
          made('/api/tickets', (index) => aTicket({ title: `Bench ticket number ${index}` })),
        );
        const shown = read((index) => `/api/tickets/${listed[index]!.id}`);
        await measure(round, 'GET /api/tickets/:id', side, shown);
        await measure(
          round,
          'GET /api/tickets?limit=20',
          side,
          read(() => '/api/tickets?limit=20'),
        );
        // the floor has no events, so no copy of its tickets comes into being
        const onSale = side === 'system' ? listed : await copied(listed);
        const all = () =>
          running.system.state().processes.map(({ name, pid }) => ({ name, used: cpuOf(pid) }));
        const before = all();
        const placed = await measure<OrderBody>(
          round,
          'POST /api/orders',
          side,
          // the seller of a ticket is not its buyer
          made('/api/orders', (index) => ({ ticketId: onSale[(index + 1) % PER_ROUND]!.id })),
        );
        if (side === 'system' && round > 0)
          all().forEach(({ name, used }, index) =>
            (whole[name] ??= []).push((used - before[index]!.used) / PER_ROUND),
          );
        await measure(
          round,
          'GET /api/orders?limit=20',
          side,
          read(() => '/api/orders?limit=20'),
        );
        await forget(side, placed);
      }
    }

    async function copied(listed: TicketBody[]): Promise<TicketBody[]> {
      await copies.insertMany(
        listed.map(({ id, title, price, userId, version }) => ({
          _id: new ObjectId(id),
          title,
          price,
          userId,
          version,
        })),
      );
      return listed;
    }

    /** The next round has new orders. Ended ones stay, as they do for real buyers. */
    async function forget(side: Side, placed: OrderBody[]): Promise<void> {
      if (side === 'floor') {
        await orders.updateMany({ userId: /^floor/ }, { $set: { status: 'cancelled' } });
        return;
      }
      for (let buyer = 0; buyer < BUYERS; buyer++)
        await Promise.all(
          placed
            .filter((_, index) => index % BUYERS === buyer)
            .map(({ id }) => buyers[buyer]!.delete(`/api/orders/${id}`)),
        );
      await settle();
    }

    report(costs);
    const rounds = Array.from({ length: ROUNDS }, (_, round) =>
      Object.values(whole).reduce((sum, figures) => sum + figures[round]!, 0),
    );
    console.log(`  an order in all processes: ${range(rounds)}`);
    for (const [name, figures] of Object.entries(whole))
      console.log(`    ${name.padEnd(20)} ${range(figures)}`);
  } finally {
    floor.disconnect();
    await Promise.all(clients.map((client) => client.close()));
    await running.stop();
  }
}

function report(costs: Costs): void {
  for (const [what, { system, floor }] of Object.entries(costs)) {
    const ratio = median(system) / median(floor);
    console.log(
      `  ${what.padEnd(28)} ${range(system).padEnd(20)} floor ${range(floor).padEnd(16)} ${ratio.toFixed(2)} ×`,
    );
  }
}

function median(figures: number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;
}

function range(figures: number[]): string {
  return `${Math.round(Math.min(...figures))}–${Math.round(Math.max(...figures))}`;
}
