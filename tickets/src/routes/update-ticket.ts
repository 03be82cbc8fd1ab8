import { NotAuthorizedError, NotFoundError, PreconditionFailedError } from '@ticketing/common/errors';
import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { isId, retryOnConflict } from '@ticketing/common/mongo';
import { Router } from 'express';
import { Ticket } from '../models/ticket.js';
import { ticketTag } from '../models/ticket-tag.js';
import { ifMatchCheck, readIfMatch } from './if-match.js';
import { presentTicket } from './present-ticket.js';
import { sendTicket } from './send-ticket.js';
import { readTicket, ticketChecks } from './ticket-checks.js';

export const updateTicket = Router().put(
  '/api/tickets/:id',
  requireAuth,
  validateRequest(...ticketChecks, ifMatchCheck()),
  async (req, res) => {
    const { id } = req.params;
    if (!isId(id)) throw new NotFoundError();
    const ticket = await retryOnConflict(async () => {
      const found = await Ticket.findById(id);
      if (!found) throw new NotFoundError();
      if (found.userId !== signedIn(req).id) throw new NotAuthorizedError();
      switch (found.edit(readTicket(req), readIfMatch(req))) {
        case 'changed':
          return found.save();
        case 'same':
          return found;
        case 'unseen':
          throw new PreconditionFailedError(
            'The title or price has changed since you saw it',
            { ticket: presentTicket(found) },
            { etag: ticketTag(found) },
          );
      }
    });
    sendTicket(res, ticket);
  },
);
