import { NotFoundError } from '@ticketing/common/errors';
import { isId } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Ticket } from '../models/ticket.js';
import { SHOWN } from './present-ticket.js';
import { sendTicket } from './send-ticket.js';

export const showTicket = Router().get('/api/tickets/:id', async (req, res) => {
  const { id } = req.params;
  const ticket = isId(id) ? await Ticket.findById(id).select(SHOWN).lean() : null;
  if (!ticket) throw new NotFoundError();
  sendTicket(res, ticket);
});
