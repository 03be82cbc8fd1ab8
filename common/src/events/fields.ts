import { z } from 'zod';
import { CURRENCY, isWholeCents } from '../money/index.js';
import { isText, textBytes, TITLE } from '../text/index.js';

/** A MongoDB ObjectId as 24 hex digits. JSON Schema has no flag that ignores the case. */
export const id = z.string().regex(/^[0-9a-fA-F]{24}$/, 'is not an id (24 hex digits)');

/**
 * Nothing changes more often than this. A higher number is a mistake, such as a time in its place. If a service believed
 * it, every honest event of the same thing would count as older from then on. A listener that knows the thing is stricter:
 * see `refuseTooFarAhead`.
 */
const MOST_CHANGES = 1_000_000_000;

/** The version of a ticket, an order or a payment. It starts at 0 and grows by one with every published change. */
export const version = z.int().min(0).max(MOST_CHANGES);

/**
 * The title of a ticket. A ticket keeps the title that it got under an older rule until its seller edits it, so an event
 * may have a title that the rule of today refuses. No ticket ever had half a character in its title, or more bytes.
 */
export const title = z
  .string()
  .refine((text) => isText(text) && textBytes(text) <= TITLE.maxBytes, 'is not the title of a ticket');

/** How often all sessions of an account were ended. A session carries the number at which it began. */
export const generation = z.int().min(0).max(MOST_CHANGES);

/**
 * Dollars, in whole cents. A ticket that was listed under an older rule keeps its price, and that rule let more prices in
 * than the rule of today (`priceProblem`).
 */
export const price = z.number().min(0.01).max(1_000_000).refine(isWholeCents, 'has more than two decimals');

/** The number of a reservation among all the reservations of its ticket: the first order has 1, the next has 2. */
export const hold = z.int().min(1).max(MOST_CHANGES);

/** A ticket as the order that reserves it shows it, with the price at which the order was placed. */
export const reservedTicket = z.object({ id, price, hold });

/** Cents. No card can be charged more at once. */
export const amount = z.int().min(1).max(99_999_999);

export const currency = z.literal(CURRENCY);

/** The id of a PaymentIntent or a refund at Stripe, such as `pi_3MtwBwLkdIwHu7ix28a3tqPa`. */
export const stripeId = z.string().min(1).max(255);

/** The reason for which something did not succeed: a word for programs such as `capture-failed`, not a text for people. */
export const reason = z.string().max(200);

/** An instant as an ISO 8601 string in UTC. */
export const instant = z.iso.datetime();

/** The W3C trace context (https://www.w3.org/TR/trace-context/) of the request that caused the event. */
export const traceparent = z.string().max(200).optional();

/** The fields of every event of a payment. `id` is the payment. */
export const ofPayment = { id, version, orderId: id, traceparent };
