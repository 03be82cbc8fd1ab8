import { requireAuth, signedIn, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { Ticket } from '../models/ticket.js';
import { sendTicket } from './send-ticket.js';
import { readTicket, ticketChecks } from './ticket-checks.js';

export const createTicket = Router().post(
  '/api/tickets',
  requireAuth,
  validateRequest(...ticketChecks),
  async (req, res) => {
    const ticket = Ticket.list({ ...readTicket(req), userId: signedIn(req).id });
    await ticket.save();
    sendTicket(res.status(201), ticket);
  },
);
