import type { TicketFields } from '../models/ticket.js';

/** The fields of a ticket that an answer shows, for `select`. */
export const SHOWN = 'title price userId version orderId';

/** A ticket in the form of the API. */
export function presentTicket(
  ticket: Pick<TicketFields, 'title' | 'price' | 'userId' | 'version' | 'orderId'> & { _id: unknown },
) {
  const { _id, title, price, userId, version, orderId } = ticket;
  return { id: String(_id), title, price, userId, version, ...(orderId ? { orderId } : {}) };
}
