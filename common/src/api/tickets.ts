import { z } from 'zod';
import { SEARCH_WORDS, textLength } from '../text/index.js';
import { errorBody } from './errors.js';
import { id, newPrice, newTitle, pageAnswer, pageQuery, price, title, version } from './fields.js';
import type { Operation, OperationName } from './operation.js';

/** What the seller of a ticket writes. */
export const ticketInput = z.object({ title: newTitle, price: newPrice });

export const ticket = z.object({
  id,
  title,
  price: price.describe('Dollars.'),
  userId: id.describe('The seller.'),
  version,
  orderId: id
    .optional()
    .describe('The order that holds the ticket. It is absent while the ticket is on sale.'),
  sold: z.literal(true).optional().describe('Somebody has paid for the ticket. It is never on sale again.'),
  soldFor: price.optional().describe('What was paid, in dollars. Only a sold ticket has it.'),
});

export type TicketBody = z.infer<typeof ticket>;
export type TicketInput = z.infer<typeof ticketInput>;

/** A refusal that says how the ticket is now. */
export const ticketIsOtherwise = errorBody.extend({ ticket });

export const ticketQuery = z.object({
  q: z
    .string()
    .refine((words) => textLength(words) <= SEARCH_WORDS.max, 'is too long')
    .optional()
    .describe(`Words of the title, at most ${SEARCH_WORDS.max} characters.`),
  mine: z.boolean().optional().describe('Only one’s own tickets, also those that are reserved or sold.'),
  ...pageQuery,
});

export const ticketKey = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .describe('The same key and body again answer with the ticket that is listed already.'),
});

export const ticketMatch = z.object({
  'if-match': z.string().optional().describe('The `ETag` of the ticket as it was seen, or `*`.'),
});

const found = { body: ticket, headers: ['etag'] } as const;

export const ticketOperations = {
  'GET /api/tickets': {
    summary: 'List tickets on sale, newest first',
    session: 'optional',
    query: ticketQuery,
    answers: {
      200: pageAnswer('tickets', ticket),
      401: { description: '`mine` was asked for without a session.' },
    },
  },
  'GET /api/tickets/:id': {
    summary: 'Show a ticket',
    answers: { 200: { description: 'The ticket, and the tag of its title and price.', ...found } },
  },
  'POST /api/tickets': {
    summary: 'List a ticket',
    session: 'required',
    headers: ticketKey,
    body: ticketInput,
    answers: {
      201: { description: 'The new ticket.', ...found },
      200: { description: 'The ticket that this key has listed before.', ...found },
      422: { description: 'The key has listed a ticket with other values.', body: ticketIsOtherwise },
    },
  },
  'PUT /api/tickets/:id': {
    summary: 'Edit a ticket that is not reserved',
    session: 'required',
    headers: ticketMatch,
    body: ticketInput,
    answers: {
      200: { description: 'The ticket as it is now.', ...found },
      412: {
        description: 'Title or price are not those that the tag stands for.',
        body: ticketIsOtherwise,
        headers: ['etag'],
      },
    },
  },
} as const satisfies Record<OperationName, Operation>;
