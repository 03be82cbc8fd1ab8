import { NotFoundError } from '@ticketing/common/errors';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Ticket } from '../models/ticket.js';
import { SHOWN } from './present-ticket.js';
import { sendTicket } from './send-ticket.js';

export const showTicket = Router().get('/api/tickets/:id', async (req, res) => {
  const { id } = req.params;
  const ticket = isId(id) ? await Ticket.findById(id).select(`${SHOWN} withdrawn`).lean() : null;
  // a withdrawn ticket is there only for the buyer who holds it or has bought it
  if (!ticket || (ticket.withdrawn && !ticket.orderId)) throw new NotFoundError();
  sendTicket(res, ticket);
});
