import { Subjects } from '@ticketing/common/events';
import type { Random } from '../random.js';

/** Bodies that are no event of this channel, or an event of something that does not exist. */
export function malformedBodies(channel: Subjects, random: Random): string[] {
  const id = () => Array.from({ length: 24 }, () => random.int(0, 15).toString(16)).join('');
  const hold = { id: id(), hold: 1 };
  const version = 0;
  const payment = () => ({ id: id(), version, orderId: id() });
  const unknown: Record<Subjects, object | undefined> = {
    // orders would take it for a ticket: the events are all it knows about tickets
    [Subjects.TicketCreated]: undefined,
    [Subjects.TicketUpdated]: undefined,
    [Subjects.OrderCreated]: undefined,
    [Subjects.OrderCancelled]: { id: id(), version, ticket: hold },
    // payments keeps nothing of an order that it does not know
    [Subjects.OrderClaimed]: undefined,
    [Subjects.OrderCompleted]: {
      id: id(),
      version,
      userId: id(),
      paymentId: id(),
      ticket: { ...hold, price: 20 },
    },
    [Subjects.ExpirationComplete]: { orderId: id() },
    [Subjects.PaymentAuthorised]: { ...payment(), amount: 2000, currency: 'usd' },
    [Subjects.PaymentCreated]: { ...payment(), stripeId: `pi_${id()}`, amount: 2000, currency: 'usd' },
    [Subjects.PaymentFailed]: { ...payment(), reason: 'canceled' },
    // each service keeps it, and no session has this id
    // tickets notes it, and nobody has this id
    [Subjects.AccountDeleted]: { id: id(), version },
    [Subjects.SessionEnded]: { id: id(), version, userId: id(), sessionId: id() },
    [Subjects.PaymentRefunded]: { ...payment(), amount: 2000, refundId: `re_${id()}`, reason: 'canceled' },
  };
  const stranger = unknown[channel];
  return [
    '',
    `{"id":"${id()}"`,
    `null ${id()}`,
    JSON.stringify([id()]),
    JSON.stringify({ id: { $ne: null }, salt: id() }),
    JSON.stringify({ id: id(), version: -1, ticket: hold }),
    JSON.stringify({ orderId: 7, id: `${id()}0` }),
    ...(stranger ? [JSON.stringify(stranger)] : []),
  ];
}
