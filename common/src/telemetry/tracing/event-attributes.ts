import type { Attributes } from './span.js';

/** The ids in an event, by which somebody looks for its trace. */
interface Ids {
  id?: string;
  orderId?: string | undefined;
  paymentId?: string | undefined;
  ticket?: { id: string };
}

/** What a span tells about an event: its subject, and the ids of the order, the ticket and the payment. Never a title. */
export function eventAttributes(subject: string, data: object): Attributes {
  const { id, orderId, paymentId, ticket } = data as Ids;
  const [thing] = subject.split(':');
  return {
    'messaging.system': 'nats-streaming',
    'messaging.destination.name': subject,
    ...(id !== undefined && { [`${thing}.id`]: id }),
    ...(orderId !== undefined && { 'order.id': orderId }),
    ...(paymentId !== undefined && { 'payment.id': paymentId }),
    ...(ticket !== undefined && { 'ticket.id': ticket.id }),
  };
}
