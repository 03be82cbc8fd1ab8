import { databaseOf, known, reservedOnce, RunningSystem, Visitor } from '@ticketing/e2e/testing';
import type { Mutation } from '../instrument/mutation.js';
import { instrumentation } from '../instrument/settings.js';
import { watchCancelled } from './watch-cancelled.js';

const MINUTE_MS = 60_000;
/** The date of each instance is ahead of the machine's date, and so of its database's, by this many ms. */
const SKEWS: Record<string, number> = {
  auth: MINUTE_MS,
  tickets: 2 * MINUTE_MS,
  'tickets-2': -2 * MINUTE_MS,
  orders: 3 * MINUTE_MS,
  'orders-2': -3 * MINUTE_MS,
  expiration: 2 * MINUTE_MS,
};
const WINDOW_SECONDS = 4;

export interface ClockFigures {
  /** How far the promised end of each order lies from the moment it was placed + window, in ms. */
  promised: number[];
  /** How late each order was cancelled, in ms; negative when it was before its time. */
  late: number[];
  /** How wrong the time in each answer was, in ms. */
  told: number[];
}

/** Instances whose clocks are minutes apart sell `count` tickets; each order ends by itself. */
export async function clocksApart(count: number, mutations: Mutation[] = []): Promise<ClockFigures> {
  const running = await RunningSystem.start({
    expirationWindowSeconds: WINDOW_SECONDS,
    instances: { orders: 2, tickets: 2 },
    interference: { env: (name) => instrumentation(name, { skewMs: SKEWS[name] ?? 0, mutations }) },
  });
  const orders = await databaseOf(running.system, 'orders');
  try {
    const [seller, buyer] = await Promise.all([Visitor.signedUp(running.url), Visitor.signedUp(running.url)]);
    const tickets = await Promise.all(Array.from({ length: count }, () => seller.sell()));
    await known(running.system, tickets);
    const cancelled = watchCancelled(orders, count);
    const placed = await Promise.all(
      tickets.map(async ({ id }) => {
        const from = Date.now();
        const answer = await reservedOnce(buyer, id);
        const to = Date.now();
        /** How far a time that the service told lies from the time of the call. */
        const off = (time: number) => time - Math.min(Math.max(time, from), to);
        const expiresAt = Date.parse(answer.body.expiresAt);
        const promised = off(expiresAt - WINDOW_SECONDS * 1000);
        const told = off(Date.parse(answer.headers.get('x-server-time') ?? ''));
        return { id: answer.body.id, expiresAt, promised, told };
      }),
    );
    const seen = await cancelled;
    return {
      promised: placed.map(({ promised }) => promised),
      late: placed.map(({ id, expiresAt }) => (seen.get(id) ?? Infinity) - expiresAt),
      told: placed.map(({ told }) => told),
    };
  } finally {
    await orders.client.close();
    await running.stop();
  }
}
