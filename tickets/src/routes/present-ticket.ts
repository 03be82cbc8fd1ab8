import type { TicketFields } from '../models/ticket.js';

const FIELDS = ['title', 'price', 'userId', 'version', 'orderId'] as const;

/** The fields of a ticket that an answer shows, for `select`. */
export const SHOWN = FIELDS.join(' ');

/** A ticket in the form of the API. */
export function presentTicket(ticket: Pick<TicketFields, (typeof FIELDS)[number]> & { _id: unknown }) {
  const { _id, title, price, userId, version, orderId } = ticket;
  return { id: String(_id), title, price, userId, version, ...(orderId ? { orderId } : {}) };
}
