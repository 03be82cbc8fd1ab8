import { IdempotencyKeyReusedError } from '@ticketing/common/errors';
import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { listTicket } from '../use-cases/list-ticket.js';
import { idempotencyKeyCheck, readIdempotencyKey } from './idempotency-key.js';
import { presentTicket } from './present-ticket.js';
import { sendTicket } from './send-ticket.js';
import { readTicket, ticketChecks } from './ticket-checks.js';

export const createTicket = Router().post(
  '/api/tickets',
  requireAuth,
  validateRequest(...ticketChecks, idempotencyKeyCheck()),
  async (req, res) => {
    const listing = { ...readTicket(req), userId: signedIn(req).id };
    const { ticket, outcome } = await listTicket(listing, readIdempotencyKey(req));
    if (outcome === 'other') {
      throw new IdempotencyKeyReusedError(
        'This Idempotency-Key has listed a ticket with another title or price. Use a new key to list another ticket',
        { ticket: presentTicket(ticket) },
      );
    }
    sendTicket(res.status(outcome === 'new' ? 201 : 200), ticket);
  },
);
