import { z } from 'zod';
import { reason } from '../events/fields.js';
import { amount, currency, id, instant, sentId } from './fields.js';
import type { Operation, OperationName } from './operation.js';

export const payment = z.object({
  id,
  orderId: id,
  status: z
    .enum(['open', 'authorised', 'capturing', 'paid', 'voided', 'failed', 'refunding', 'refunded'])
    .describe(
      'open: the buyer has to confirm the card. authorised: the money is reserved, and the order is being asked. ' +
        'capturing: the order waits, and the money is being taken. voided: given up before money was taken. ' +
        'failed: the money could not be taken.',
    ),
  amount: amount.describe('Cents.'),
  currency,
  expiresAt: instant.optional().describe('The order is reserved until this instant.'),
  reason: reason
    .optional()
    .describe('A word for programs that says why the payment did not end with the ticket.'),
  clientSecret: z
    .string()
    .optional()
    .describe(
      'Lets the buyer’s browser confirm the card. Only an open payment has it. It must not get into a log.',
    ),
});

export type PaymentBody = z.infer<typeof payment>;

const ofOrder = { orderId: sentId };

export const paymentInput = z.object(ofOrder);

export const paymentsQuery = z.object(ofOrder);

export const refreshQuery = z.object({
  refresh: z.literal('true').optional().describe('Look at Stripe first.'),
});

export const paymentsConfig = z.object({
  publishableKey: z.string(),
  scriptUrl: z.url(),
  apiUrl: z.url(),
  standIn: z.boolean().describe('A stand-in takes the place of Stripe, so that no money moves.'),
});

export type PaymentsConfigBody = z.infer<typeof paymentsConfig>;

const stripeSignature = z.object({ 'stripe-signature': z.string() });

export const paymentOperations = {
  'GET /api/payments/config': {
    summary: 'Tell what a browser needs for the card form',
    answers: { 200: { description: 'None of it is a secret.', body: paymentsConfig } },
  },
  'GET /api/payments': {
    summary: 'List one’s own payments of an order, newest first',
    session: 'required',
    query: paymentsQuery,
    answers: { 200: { description: 'The payments.', body: z.array(payment).max(100) } },
  },
  'GET /api/payments/:id': {
    summary: 'Show one’s own payment',
    session: 'required',
    query: refreshQuery,
    answers: { 200: { description: 'The payment.', body: payment } },
  },
  'POST /api/payments': {
    summary: 'Begin to pay for an order',
    description: 'The same again, or at the same time, is the same payment.',
    session: 'required',
    body: paymentInput,
    answers: {
      201: { description: 'A new payment.', body: payment },
      200: { description: 'The payment that is open already.', body: payment },
      429: { description: 'More than ten requests in ten seconds.', headers: ['retry-after'] },
    },
  },
  'POST /api/payments/webhook': {
    summary: 'Take a message of Stripe',
    description: 'It has no authority: it only makes the service look at Stripe.',
    headers: stripeSignature,
    body: z.looseObject({}).describe('An event of Stripe.'),
    answers: { 200: { description: 'It has arrived.', body: z.object({ received: z.literal(true) }) } },
  },
} as const satisfies Record<OperationName, Operation>;
