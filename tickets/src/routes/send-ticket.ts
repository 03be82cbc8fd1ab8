import type { Response } from 'express';
import { ticketTag } from '../models/ticket-tag.js';
import { presentTicket, type Presentable } from './present-ticket.js';

/** Answers with a ticket and the tag of its title and price. */
export function sendTicket(res: Response, ticket: Presentable): void {
  // the tag does not stand for the rest of the ticket, so Express must not answer 304 to a caller who knows the tag
  delete res.req.headers['if-none-match'];
  res.set('etag', ticketTag(ticket)).json(presentTicket(ticket));
}
