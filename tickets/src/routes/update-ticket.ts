import { NotAuthorizedError, NotFoundError } from '@ticketing/common/errors';
import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { isId, retryOnConflict } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Ticket } from '../models/ticket.js';
import { presentTicket } from './present-ticket.js';
import { readTicket, ticketChecks } from './ticket-checks.js';

export const updateTicket = Router().put(
  '/api/tickets/:id',
  requireAuth,
  validateRequest(...ticketChecks),
  async (req, res) => {
    const { id } = req.params;
    if (!isId(id)) throw new NotFoundError();
    const ticket = await retryOnConflict(async () => {
      const found = await Ticket.findById(id);
      if (!found) throw new NotFoundError();
      if (found.userId !== signedIn(req).id) throw new NotAuthorizedError();
      found.edit(readTicket(req));
      return found.save();
    });
    res.json(presentTicket(ticket));
  },
);
