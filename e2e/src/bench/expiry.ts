import {
  OrderStatus,
  Subjects,
  type OrderCancelledEvent,
  type TicketUpdatedEvent,
} from '@ticketing/common/events';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ticketing/processes';
import { MongoClient, ObjectId } from 'mongodb';
import { cpuOf } from './cpu.js';
import { connectToBus, tap } from '../testing/bus.js';
import { RunningSystem } from '../testing/running-system.js';
import { type TicketBody, Visitor } from '../testing/visitor.js';
import { percentile, print } from '../testing/print.js';
import { range, type Row } from './table.js';

const COUNT = 1000;
const LEAD_MS = 10_000;
const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** What the last event causes is done after this time. */
const SETTLE_MS = 1_000;

/**
 * All orders of a big sale expire in the same instant. This benchmark measures how late each order is cancelled, and how
 * late each ticket is on sale again. In the first round the processes have just started; a system that runs is like the
 * others.
 *
 * An order ends a fixed time after it was placed. So orders that end at the same instant can't be placed over HTTP: they
 * are written into the orders database, each with its event in its outbox, as the service itself would write them. From
 * there on everything works as usual: relay, bus, tickets, worker, Redis.
 */
export async function expiry(): Promise<Row[]> {
  console.log(`${COUNT} orders that expire in the same instant, ${ROUNDS} times`);
  const running = await RunningSystem.start({ expirationWindowSeconds: 900 });
  const { processes, mongo } = running.system.state();
  try {
    const seller = await Visitor.signedUp(running.url);
    console.log('  listing the tickets …');
    const tickets: TicketBody[] = [];
    while (tickets.length < COUNT)
      tickets.push(...(await Promise.all(Array.from({ length: 20 }, () => seller.sell()))));
    const bus = await connectToBus(running.system);
    const client = await MongoClient.connect(mongo.orders);
    const orders = client.db().collection('orders');
    const cancelled = await tap<OrderCancelledEvent['data']>(bus, Subjects.OrderCancelled);
    const complete = await tap(bus, Subjects.ExpirationComplete);
    const updated = await tap<TicketUpdatedEvent['data']>(bus, Subjects.TicketUpdated);
    const cpu = () => processes.map(({ pid }) => cpuOf(pid));

    /** The 99th percentiles of the rounds after the first one. */
    const p99 = { fired: [] as number[], cancelled: [] as number[], released: [] as number[] };
    const costs: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      [cancelled, complete, updated].forEach((heard) => heard.splice(0));
      const expiresAt = new Date(Date.now() + LEAD_MS);
      await orders.insertMany(tickets.map((ticket) => placed(ticket, round, expiresAt)));
      const reserved = () =>
        new Set(updated.filter(({ data }) => data.orderId).map(({ data }) => data.id)).size;
      await eventually(() => {
        if (reserved() < COUNT)
          throw new Error(`only ${reserved()} tickets are reserved before the time is over`);
      }, LEAD_MS - 2_000);
      await sleep(expiresAt.getTime() - Date.now() - 500);

      const before = cpu();
      const released = () => updated.filter(({ data }) => !data.orderId);
      await eventually(() => {
        if (cancelled.length < COUNT) throw new Error(`only ${cancelled.length} orders were cancelled`);
        if (released().length < COUNT) throw new Error(`only ${released().length} tickets were released`);
      }, LEAD_MS + 60_000);
      await sleep(SETTLE_MS);
      const used = cpu().map((after, index) => (after - before[index]!) / COUNT);
      console.log(`  round ${round}`);
      const lateness = (times: number[]) => times.map((at) => at - expiresAt.getTime());
      const late = {
        fired: lateness(complete.map(({ at }) => at)),
        cancelled: lateness(cancelled.map(({ at }) => at)),
        released: lateness(released().map(({ at }) => at)),
      };
      print('timer fired, ms late', late.fired);
      print('order cancelled, ms late', late.cancelled);
      print('ticket on sale again, ms late', late.released);
      const sum = used.reduce((total, each) => total + each, 0);
      if (round > 1) {
        for (const what of ['fired', 'cancelled', 'released'] as const)
          p99[what].push(percentile(late[what], 0.99));
        costs.push(sum);
      }
      const busy = processes.map(({ name }, index) => ({ name, used: Math.round(used[index]!) }));
      console.log(
        `  CPU of each order ${Math.round(sum)} µs: ` +
          busy
            .filter((each) => each.used > 0)
            .map((each) => `${each.name} ${each.used}`)
            .join(', '),
      );
    }
    const left = await orders.countDocuments({ status: { $ne: OrderStatus.Cancelled } });
    console.log(`  orders not cancelled: ${left}; cancelled twice: ${cancelled.length - COUNT}`);
    await Promise.all([client.close(), bus.close()]);
    return [
      { what: `${COUNT} orders expire at once: timer fired, p99, ms late`, measured: range(p99.fired) },
      { what: '  order cancelled, p99, ms late', measured: range(p99.cancelled), goal: '500' },
      { what: '  ticket on sale again, p99, ms late', measured: range(p99.released), goal: '700' },
      { what: '  CPU of each, all processes, µs', measured: range(costs) },
      {
        what: '  not cancelled, or cancelled twice',
        measured: String(left + cancelled.length - COUNT),
        goal: '0',
      },
    ];
  } finally {
    await running.stop();
  }
}

function placed({ id: ticketId, title, price }: TicketBody, hold: number, expiresAt: Date) {
  const _id = new ObjectId();
  const userId = new ObjectId().toHexString();
  const status = OrderStatus.Created;
  const data = {
    id: _id.toHexString(),
    version: 0,
    status,
    userId,
    expiresAt: expiresAt.toISOString(),
    ticket: { id: ticketId, price, hold },
  };
  const outbox = [{ id: new ObjectId(), subject: Subjects.OrderCreated, data, at: new Date() }];
  return {
    _id,
    version: 0,
    userId,
    status,
    expiresAt,
    ticket: { id: ticketId, title, price },
    hold,
    outbox,
  };
}
