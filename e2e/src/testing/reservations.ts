import type { System } from '@ticketing/local';
import { eventually } from '@ticketing/processes';
import { databaseOf } from './database.js';
import type { Answer } from './answer.js';
import type { OrderBody, Visitor } from './visitor.js';

/** Resolves when orders knows all of these tickets. */
export async function known(system: System, tickets: { id: string }[]): Promise<void> {
  const orders = await databaseOf(system, 'orders');
  try {
    await eventually(async () => {
      const copies = await orders.collection('tickets').find().project({ _id: 1 }).toArray();
      const ids = new Set(copies.map(({ _id }) => String(_id)));
      const missing = tickets.filter(({ id }) => !ids.has(id)).length;
      if (missing > 0) throw new Error(`orders has not heard of ${missing} tickets`);
    });
  } finally {
    await orders.client.close();
  }
}

/** Reserves a ticket that is on sale. */
export async function reservedOnce(buyer: Visitor, ticketId: string): Promise<Answer<OrderBody>> {
  const answer = await buyer.reserve(ticketId);
  if (answer.status !== 201) throw new Error(`a reservation was answered with ${answer.status}`);
  return answer;
}

/** Reserves a ticket that was listed a moment ago. The orders service may learn of it a moment later. */
export function reserve(buyer: Visitor, ticketId: string): Promise<OrderBody> {
  return eventually(async () => {
    const answer = await buyer.reserve(ticketId);
    expect(answer.status).toBe(201);
    return answer.body;
  });
}
