import type { OrderBody } from '@ticketing/e2e/testing';
import type { Databases } from './snapshot/snapshot.js';
import type { People } from './load/load.js';
import type { Random } from './random.js';

const MOST = 12;

/** Reserves tickets that must be on sale, and gives them back. A ticket that nobody can buy would be undersold. */
export async function probe(run: number, stored: Databases, people: People, random: Random): Promise<void> {
  const held = new Set(stored.orders.filter(({ status }) => status !== 'cancelled').map((o) => o.ticketId));
  const sellers = new Set(people.sellers.map(({ userId }) => userId));
  const free = stored.tickets.filter(({ id, userId }) => !held.has(id) && sellers.has(userId));
  // somebody who never had the ticket need not wait before reserving it
  const had = new Set(stored.orders.map(({ userId, ticketId }) => `${userId} ${ticketId}`));
  const buyerOf = (ticketId: string, index: number) => {
    const { buyers } = people;
    const turn = [...buyers.slice(index % buyers.length), ...buyers.slice(0, index % buyers.length)];
    return turn.find(({ userId }) => !had.has(`${userId} ${ticketId}`)) ?? turn[0]!;
  };
  // the newest tickets are those of this run
  const recent = free.slice(-5 * MOST);
  await Promise.all(
    random.sample(recent, MOST).map(async ({ id }, index) => {
      const buyer = buyerOf(id, index);
      const call = await buyer.call(run, 'POST', '/api/orders', { ticketId: id }, true);
      if (call.status !== 201) return;
      const order = call.answer as OrderBody;
      await buyer.call(run, 'DELETE', `/api/orders/${order.id}`, undefined, true);
    }),
  );
}
