import { z } from 'zod';

/** A MongoDB ObjectId as 24 hex digits. */
export const id = z.string().regex(/^[0-9a-f]{24}$/i, 'is not an id (24 hex digits)');

/** Starts at 0 and grows by one with every published change of the aggregate. */
export const version = z.int().min(0);

/** Dollars. */
export const price = z.number().positive();

/** The ordinal of a ticket's reservation: its first order has 1, the next 2, and so on. */
export const hold = z.int().min(1);

/** An instant as an ISO 8601 string in UTC. */
export const instant = z.iso.datetime();

/** W3C trace context (https://www.w3.org/TR/trace-context/), passed on from the request that caused the event. */
export const traceparent = z.string().max(200).optional();
