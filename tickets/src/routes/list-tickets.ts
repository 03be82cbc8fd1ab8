import { type Page, pageChecks, readPage, sendPage, signedIn, validateRequest } from '@ticketing/common/http';
import { Router } from 'express';
import { matchedData, query } from 'express-validator';
import { searchWords } from '../models/search-terms.js';
import { Ticket } from '../models/ticket.js';
import { presentTicket, SHOWN } from './present-ticket.js';

const checks = [
  query('q', 'q must be one text of at most 200 characters').optional().isString().isLength({ max: 200 }),
  query('mine', 'mine must be true or false')
    .optional()
    .custom((mine: unknown) => mine === 'true' || mine === 'false'), // isIn would accept a list of values
  ...pageChecks(),
];

export const listTickets = Router().get('/api/tickets', validateRequest(...checks), async (req, res) => {
  const { q, mine } = matchedData<{ q?: string; mine?: string }>(req, { locations: ['query'] });
  const whose = mine === 'true' ? { userId: signedIn(req).id } : { orderId: null };
  const page = readPage(req);
  const tickets = await Ticket.find({ ...whose, ...matching(q ?? ''), ...after(page) })
    .select(SHOWN)
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .lean();
  sendPage(req, res, page, tickets, presentTicket);
});

/** The filter for tickets whose title has, for each word of `q`, a word that begins with it. */
function matching(q: string) {
  const [longest, ...others] = searchWords(q).sort((a, b) => b.length - a.length);
  // the index is read by the longest word, which is probably the rarest
  if (!longest) return {};
  return { terms: longest, ...(others.length > 0 ? { $and: others.map((terms) => ({ terms })) } : {}) };
}

function after({ before }: Page) {
  return before ? { _id: { $lt: before } } : {};
}
