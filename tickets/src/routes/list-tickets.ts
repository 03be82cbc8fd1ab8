import { pageChecks, readPage, sendPage, signedIn, validateRequest } from '@ticketing/common/http';
import { SEARCH_WORDS, textLength } from '@ticketing/common/text';
import { Router } from 'express';
import { matchedData, query } from 'express-validator';
import { findTickets } from '../search/find-tickets.js';
import { presentTicket } from './present-ticket.js';

export const listChecks = [
  // the characters are not checked: a search ignores what it does not compare
  query('q', `q must be one text of at most ${SEARCH_WORDS.max} characters`)
    .optional()
    .custom((q: unknown) => typeof q === 'string' && textLength(q) <= SEARCH_WORDS.max),
  query('mine', 'mine must be true or false')
    .optional()
    .custom((mine: unknown) => mine === 'true' || mine === 'false'), // isIn would accept a list of values
  ...pageChecks(),
];

export const listTickets = Router().get('/api/tickets', validateRequest(...listChecks), async (req, res) => {
  const { q = '', mine } = matchedData<{ q?: string; mine?: string }>(req, { locations: ['query'] });
  const whose = mine === 'true' ? { userId: signedIn(req).id } : { orderId: null, withdrawn: null };
  const page = readPage(req);
  const tickets = await findTickets(whose, page, q.trim() === '' ? undefined : q);
  sendPage(req, res, page, tickets, presentTicket);
});
