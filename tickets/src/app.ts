import { createApp, type Health, type Logger, type Sessions } from '@ticketing/common';
import { createTicket } from './routes/create-ticket.js';
import { listTickets } from './routes/list-tickets.js';
import { showTicket } from './routes/show-ticket.js';
import { updateTicket } from './routes/update-ticket.js';

export function ticketsApp(parts: { logger: Logger; health: Health; sessions: Sessions }) {
  return createApp({ ...parts, routes: [listTickets, showTicket, createTicket, updateTicket] });
}
