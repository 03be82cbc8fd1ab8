import { z } from 'zod';
import { OrderStatus } from '../events/order-status.js';
import { stripeId } from '../events/fields.js';
import { isText } from '../text/index.js';
import { errorBody } from './errors.js';
import { amount, id, instant, pageAnswer, pageQuery, price, sentId, title, version } from './fields.js';
import type { Operation, OperationName } from './operation.js';

/** A ticket as it was when its order was placed. */
export const orderedTicket = z.object({ id, title, price: price.describe('Dollars.') });

export const order = z.object({
  id,
  userId: id.describe('The buyer.'),
  status: z.enum(Object.values(OrderStatus) as [`${OrderStatus}`, ...`${OrderStatus}`[]]),
  expiresAt: instant.describe('The ticket is reserved until this instant.'),
  cancelledAt: instant.optional(),
  cancelReason: z
    .enum(['buyer', 'expired', 'payment-failed'])
    .optional()
    .describe('Who or what ended the order.'),
  paymentId: id.optional().describe('The payment for which the order waits, or with which it was bought.'),
  completedAt: instant.optional(),
  refund: z.object({ amount, refundId: stripeId }).optional().describe('What was given back, in cents.'),
  version,
  ticket: orderedTicket,
});

export type OrderBody = z.infer<typeof order>;

/** The title and the price that a buyer saw. An older ticket may have a title that is refused today. */
export const seenTicket = z.object({
  title: z.string().refine((text) => isText(text) && text.trim() !== '', 'is no title'),
  price: z.number().gt(0),
});

export const orderInput = z.object({ ticketId: sentId, seen: seenTicket.optional() });

export const orderQuery = z.object(pageQuery);

/** What the buyer shows at the door. */
export const pass = z.object({
  token: z
    .string()
    .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    .describe('A signed text (JWS).'),
});

export type PassBody = z.infer<typeof pass>;

/** A JWK Set (RFC 7517) with Ed25519 keys. */
export const passKeys = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
    }),
  ),
});

/** A refusal that says how the ticket is now. */
export const orderedTicketIsOtherwise = errorBody.extend({ ticket: orderedTicket });

export const orderOperations = {
  'GET /api/orders': {
    summary: 'List one’s own orders, newest first',
    session: 'required',
    query: orderQuery,
    answers: { 200: pageAnswer('orders', order) },
  },
  'GET /api/orders/pass-keys': {
    summary: 'Show the public keys that check passes',
    answers: {
      200: {
        description: 'A JWK Set. It may be cached.',
        body: passKeys,
        type: 'application/jwk-set+json',
        headers: ['cache-control'],
      },
    },
  },
  'GET /api/orders/:id': {
    summary: 'Show one’s own order',
    session: 'required',
    answers: { 200: { description: 'The order.', body: order } },
  },
  'GET /api/orders/:id/pass': {
    summary: 'Get the pass of one’s own complete order',
    session: 'required',
    answers: { 200: { description: 'The pass.', body: pass } },
  },
  'POST /api/orders': {
    summary: 'Reserve a ticket',
    session: 'required',
    body: orderInput,
    answers: {
      201: { description: 'The new order.', body: order },
      200: { description: 'The caller holds the ticket already. This is the order.', body: order },
      409: { description: 'The ticket is not as the caller has seen it.', body: orderedTicketIsOtherwise },
    },
  },
  'DELETE /api/orders/:id': {
    summary: 'Cancel one’s own order',
    session: 'required',
    answers: { 204: { description: 'The order is cancelled, now or before.' } },
  },
} as const satisfies Record<OperationName, Operation>;
