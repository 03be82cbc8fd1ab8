import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api/api.js';
import type { OrderBody, PaymentBody, TicketBody } from './api/bodies.js';
import type { Person } from './api/person.js';
import { Refusal } from './api/refusal.js';
import { CARDS, sendCard } from './api/send-card.js';
import type { Ending } from './plan/plan.js';

export type Outcome = 'bought' | 'cancelled' | 'reserved' | 'lost';

interface Purchase {
  buyer: Person;
  ticket: Pick<TicketBody, 'id' | 'title' | 'price'>;
  ending: Ending;
  /** How long the buyer thinks before the end. It is less when the reservation is short. */
  thinkMs: number;
}

const LOOK_EVERY_MS = 500;
/** The orders service hears of a new ticket a moment later. It may also be down. */
const ARRIVES_WITHIN_MS = 120_000;
/** The money is taken when the services have told one another. One of them may be down. */
const SETTLED_WITHIN_MS = 300_000;

/**
 * Reserves a ticket, thinks about it, and ends the reservation in one of the ways.
 * @throws {Refusal} when somebody else was faster.
 */
export async function buy(api: Api, { buyer, ticket, ending, thinkMs }: Purchase): Promise<Outcome> {
  const order = await reserve(buyer, ticket);
  if (ending === 'runs-out') return 'reserved';
  await sleep(Math.max(0, Math.min(thinkMs, (Date.parse(order.expiresAt) - Date.now()) / 4)));
  if (ending === 'cancels') {
    await buyer.send(`/api/orders/${order.id}`, { method: 'DELETE' }, 204);
    return 'cancelled';
  }
  const { body: payment } = await buyer.send<PaymentBody>(
    '/api/payments',
    { method: 'POST', body: { orderId: order.id } },
    200,
    201,
  );
  if (ending === 'second-card') await sendCard(api, payment, CARDS.declined);
  if (!(await sendCard(api, payment, CARDS.good))) return 'lost';
  return (await settled(buyer, order)) === 'complete' ? 'bought' : 'lost';
}

/** The request says what the buyer has seen. So nobody reserves a ticket that has another price by now. */
async function reserve(buyer: Person, { id, title, price }: Purchase['ticket']): Promise<OrderBody> {
  const request = { method: 'POST', body: { ticketId: id, seen: { title, price } } } as const;
  const end = Date.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    try {
      return (await buyer.send<OrderBody>('/api/orders', request, 200, 201)).body;
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 404 && Date.now() < end)) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}

async function settled(buyer: Person, { id }: OrderBody): Promise<OrderBody['status']> {
  const end = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const { status } = await buyer.get<OrderBody>(`/api/orders/${id}`);
    if (status === 'complete' || status === 'cancelled' || Date.now() > end) return status;
    await sleep(LOOK_EVERY_MS);
  }
}
