import { NotFoundError } from '@ticketing/common/errors';
import { fieldsOf, isId, readsById } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Ticket, type TicketFields } from '../models/ticket.js';
import { type Presentable, SHOWN_FIELDS } from './present-ticket.js';
import { sendTicket } from './send-ticket.js';

// all visitors of an on-sale look at tickets in one second
const tickets = readsById<Presentable & Pick<TicketFields, 'withdrawn'>>(Ticket, {
  ...SHOWN_FIELDS,
  ...fieldsOf(['withdrawn']),
});

export const showTicket = Router().get('/api/tickets/:id', async (req, res) => {
  const { id } = req.params;
  const ticket = isId(id) ? await tickets.one(id.toLowerCase()) : undefined;
  // a withdrawn ticket is there only for the buyer who holds it or has bought it
  if (!ticket || (ticket.withdrawn && !ticket.orderId)) throw new NotFoundError();
  sendTicket(res, ticket);
});
