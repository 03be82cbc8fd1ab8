import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Subjects } from '@ticketing/common/events';
import { ObjectId } from 'mongodb';
import { aTicket, type OrderBody, type TicketBody, Visitor } from '@ticketing/e2e/testing';
import type { Link } from '../../links/link.js';
import type { Person } from '../../load/person.js';
import { instancesOf, isNeededByCallers, RESERVATIONS_PER_ACCOUNT, storesOf } from '../../system.js';
import { withSlowLinks } from './slow-links.js';
import { newcomer, pause, quiet, type Stimulus } from './stimulus.js';

/** Messages that listeners park: malformed ones, and ones about tickets and orders that do not exist. */
export const unhandled: Stimulus = {
  name: 'messages that are parked',
  run: async ({ bus, recorder }, _instances, end) => {
    for (let round = 0; round < 10 && !end.aborted; round++) {
      const ticket = { id: String(new ObjectId()), hold: 1 };
      const strange = { id: String(new ObjectId()), version: 0, ticket };
      const messages = [
        { channel: Subjects.OrderCancelled, body: JSON.stringify(strange) },
        { channel: Subjects.ExpirationComplete, body: JSON.stringify({ orderId: ticket.id }) },
        ...Object.values(Subjects).map((channel) => ({ channel, body: `{"no event":"${randomUUID()}"` })),
      ];
      for (const message of messages) {
        recorder.add('injections', message);
        await quiet(bus.publish(message.channel, message.body));
      }
      await pause(200, end);
    }
  },
};

/** Buyers want tickets of which orders has not heard. */
export const unheardOf: Stimulus = {
  name: 'orders of unknown tickets',
  run: async ({ system }) => {
    const buyer = await Visitor.signedUp(system.url);
    await Promise.all(Array.from({ length: 12 }, () => quiet(buyer.reserve(String(new ObjectId())))));
  },
};

export const metrics: Stimulus = {
  name: 'a look at the metrics',
  fits: () => true,
  run: ({ system }, instances) =>
    Promise.all(
      instances.map((name) => quiet(fetch(`http://127.0.0.1:${system.process(name).port}/metrics`))),
    ),
};

/**
 * Many people change one ticket at once, and the events of its orders come in between. The way to the database takes a
 * while, so a document that was read has changed by the time it is written.
 */
export const contention: Stimulus = {
  name: 'conflicting changes',
  fits: (instance) => storesOf([instance]).some(isNeededByCallers),
  run: async (scene, instances, end) => {
    const stores = storesOf(instances);
    const isToStore = ({ server }: Link) => stores.includes(server);
    await withSlowLinks(scene, isToStore, { minMs: 20, maxMs: 20 }, async () => {
      const [seller, buyer] = await Promise.all([newcomer(scene), newcomer(scene)]);
      const tickets = await listed(seller, 3);
      await Promise.all(
        tickets.map(async (id) => {
          const editors = Array.from({ length: 8 }, () => editAgainAndAgain(seller, id, end));
          await Promise.all([...editors, reserveAndCancel(buyer, id, end)]);
        }),
      );
    });
  },
};

export async function listed(seller: Person, count: number): Promise<string[]> {
  const lists = Array.from({ length: count }, () =>
    seller.call(0, 'POST', '/api/tickets', aTicket({ title: 'Wanted' })),
  );
  const made = (await Promise.all(lists)).filter(({ status }) => status === 201);
  return made.map(({ answer }) => (answer as TicketBody).id);
}

async function editAgainAndAgain(seller: Person, ticketId: string, end: AbortSignal): Promise<void> {
  for (let price = 1; price <= 24 && !end.aborted; price++)
    await seller.call(0, 'PUT', `/api/tickets/${ticketId}`, aTicket({ title: 'Contended', price }));
}

async function reserveAndCancel(buyer: Person, ticketId: string, end: AbortSignal): Promise<void> {
  for (let round = 0; round < 16 && !end.aborted; round++) {
    const { status, answer } = await reserve(buyer, ticketId);
    if (status !== 201) continue;
    const path = `/api/orders/${(answer as OrderBody).id}`;
    await Promise.all(Array.from({ length: 4 }, () => buyer.call(0, 'DELETE', path)));
  }
}

/** Buyers want tickets the moment their orders have run out, while the worker is frozen. */
export const overdue: Stimulus = {
  name: 'orders that ran out unnoticed',
  run: async (scene) => {
    const workers = instancesOf('expiration').map((name) => scene.system.process(name));
    const [seller, buyer, full] = await Promise.all([newcomer(scene), newcomer(scene), newcomer(scene)]);
    const again = await listed(seller, 3);
    const [next, ...held] = await listed(seller, 1 + RESERVATIONS_PER_ACCOUNT);
    for (const worker of workers) worker.kill('SIGSTOP');
    try {
      await Promise.all([
        // the same tickets once more
        ...again.map((id) => untilOver(buyer, [id]).then(() => reserve(buyer, id))),
        // another ticket for an account whose places are all taken
        untilOver(full, held).then(() => reserve(full, next!)),
      ]);
    } finally {
      for (const worker of workers) worker.kill('SIGCONT');
    }
  },
};

export const reserve = (buyer: Person, ticketId: string, seen?: object) =>
  buyer.call(0, 'POST', '/api/orders', { ticketId, seen });

/** Reserves tickets and waits until the time of all these orders is over. */
async function untilOver(buyer: Person, tickets: string[]): Promise<void> {
  const answers = await Promise.all(tickets.map((id) => reserve(buyer, id)));
  const placed = answers.filter(({ status }) => status === 201);
  const ends = placed.map(({ answer }) => Date.parse((answer as OrderBody).expiresAt));
  await sleep(Math.max(0, ...ends.map((end) => end - Date.now() + 50)));
}
