import { setTimeout as sleep } from 'node:timers/promises';
import { OrderStatus } from '@ticketing/common/events';
import type { DatabaseReader } from './snapshot/read-databases.js';
import type { Databases } from './snapshot/snapshot.js';

const POLL_MS = 200;
const ENDED: string[] = [OrderStatus.Cancelled, OrderStatus.Complete];

/** Everything that is not yet as it must be in the end; empty when all parts agree. */
export function unsettled({ tickets, copies, orders, payments }: Databases, now: number): string[] {
  const copyOf = new Map(copies.map((copy) => [copy.id, copy]));
  const active = new Map(
    orders.filter(({ status }) => status !== 'cancelled').map((order) => [order.ticketId, order.id]),
  );
  const soldTo = new Map(tickets.map((ticket) => [ticket.id, ticket.soldTo]));
  const ended = new Set(orders.filter(({ status }) => ENDED.includes(status)).map(({ id }) => id));
  return [
    ...[...tickets, ...orders, ...payments]
      .filter(({ outbox }) => outbox > 0)
      .map(({ id }) => `outbox of ${id}`),
    ...tickets.flatMap((ticket) => {
      const copy = copyOf.get(ticket.id);
      const same = copy?.version === ticket.version && copy.orderId === ticket.orderId;
      return same ? [] : [`copy of ${ticket.id}`];
    }),
    ...orders.flatMap(({ id, ticketId, status }) => {
      const isSold = soldTo.get(ticketId) === id;
      return isSold === (status === 'complete') ? [] : [`sale of ${ticketId}`];
    }),
    ...payments
      .filter(({ settled, orderId }) => !settled && ended.has(orderId))
      .map(({ id }) => `payment ${id}`),
    ...tickets.filter(({ id, orderId }) => orderId !== active.get(id)).map(({ id }) => `lock of ${id}`),
    ...orders
      .filter(({ status, expiresAt }) => !ENDED.includes(status) && expiresAt < now)
      .map(({ id }) => `overdue ${id}`),
  ];
}

/** Orders that are neither cancelled nor complete. */
export function running({ orders }: Databases): string[] {
  return orders.filter(({ status }) => !ENDED.includes(status)).map(({ id }) => `active ${id}`);
}

/**
 * Waits until `open` finds nothing.
 * @returns what `open` found last, when the time was over first.
 */
export async function until(
  databases: DatabaseReader,
  open: (stored: Databases, now: number) => string[],
  limitMs: number,
): Promise<string[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const now = Date.now();
    const left = await databases.read().then(
      (stored) => open(stored, now),
      (error: unknown) => [`the databases could not be read: ${String(error)}`],
    );
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(POLL_MS);
  }
}
