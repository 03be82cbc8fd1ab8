import type { OrderBody, TicketBody } from '@ticketing/e2e/testing';
import type { Call } from '../history.js';

/** Whether a request may have been carried out: its answer is a success or a 5xx, or there is none. */
export function mayHaveHappened({ status }: Call): boolean {
  return status === undefined || status < 300 || status >= 500;
}

const asList = (answer: unknown) => (Array.isArray(answer) ? answer : [answer]) as unknown[];

/** The orders that the answer of a call shows. */
export function ordersSeen({ path, status = 0, answer }: Call): OrderBody[] {
  if (!path.startsWith('/api/orders') || status >= 300 || !answer) return [];
  return asList(answer) as OrderBody[];
}

/** The tickets that the answer of a call shows. */
export function ticketsSeen({ path, status = 0, answer }: Call): TicketBody[] {
  if (!path.startsWith('/api/tickets') || status >= 300 || !answer) return [];
  return asList(answer) as TicketBody[];
}

/** The id at the end of a path like `/api/orders/…`. */
export function idIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The ticket that a POST to /api/orders wants. */
export function ticketWanted({ body }: Call): string {
  return (body as { ticketId: string }).ticketId;
}
