import { requireAuth, signedIn, validateRequest } from '@ticketing/common';
import { Router } from 'express';
import { Ticket } from '../models/ticket.js';
import { presentTicket } from './present-ticket.js';
import { readTicket, ticketChecks } from './ticket-checks.js';

export const createTicket = Router().post(
  '/api/tickets',
  requireAuth,
  validateRequest(...ticketChecks),
  async (req, res) => {
    const ticket = new Ticket({ ...readTicket(req), userId: signedIn(req).id });
    ticket.putOnSale();
    await ticket.save();
    res.status(201).json(presentTicket(ticket));
  },
);
