import { createApp, type Health, type Sessions } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import { createTicket } from './routes/create-ticket.js';
import { listTickets } from './routes/list-tickets.js';
import { showTicket } from './routes/show-ticket.js';
import { updateTicket } from './routes/update-ticket.js';

export function ticketsApp(parts: { logger: Logger; health: Health; sessions: Sessions }) {
  return createApp({ ...parts, routes: [listTickets, showTicket, createTicket, updateTicket] });
}
