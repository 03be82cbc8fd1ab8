import type { OrderBody, PaymentBody, TicketBody } from '@ticketing/e2e/testing';
import type { Call } from '../history.js';

/** Whether a request may have been carried out: its answer is a success or a 5xx, or there is none. */
export function mayHaveHappened({ status }: Call): boolean {
  return status === undefined || status < 300 || status >= 500;
}

const asList = (answer: unknown) => (Array.isArray(answer) ? answer : [answer]) as unknown[];

/** The orders that the answer of a call shows. */
export function ordersSeen({ path, status = 0, answer }: Call): OrderBody[] {
  if (!path.startsWith('/api/orders') || path.endsWith('/pass') || status >= 300 || !answer) return [];
  return asList(answer) as OrderBody[];
}

/** The tickets that the answer of a call shows. */
export function ticketsSeen({ path, status = 0, answer }: Call): TicketBody[] {
  if (!path.startsWith('/api/tickets') || status >= 300 || !answer) return [];
  return asList(answer) as TicketBody[];
}

/** The payments that the answer of a call shows. */
export function paymentsSeen({ path, status = 0, answer }: Call): PaymentBody[] {
  if (!path.startsWith('/api/payments') || status >= 300 || !answer) return [];
  return asList(answer) as PaymentBody[];
}

/** The id at the end of a path like `/api/orders/…`. */
export function idIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const REFUSALS = {
  taken: /already reserved/,
  bought: /bought this ticket/,
  limit: /^You hold \d+ reservation/,
  pause: /You can reserve it again in \d+ second/,
};

/** Why a POST to /api/orders was refused with 400; undefined when it was not. */
export function refusalOf({ status, answer }: Call): keyof typeof REFUSALS | 'unknown' | undefined {
  if (status !== 400) return undefined;
  const message = (answer as { errors?: { message: string }[] } | undefined)?.errors?.[0]?.message ?? '';
  const reasons = Object.keys(REFUSALS) as (keyof typeof REFUSALS)[];
  return reasons.find((reason) => REFUSALS[reason].test(message)) ?? 'unknown';
}

/** Whether a call wants to place an order. */
export function isReservation({ method, path }: Call): boolean {
  return method === 'POST' && path === '/api/orders';
}

/** The title and the price that the buyer of a POST to /api/orders saw, if the buyer told them. */
export function seenIn({ body }: Call): { title: string; price: number } | undefined {
  return (body as { seen?: { title: string; price: number } }).seen;
}

/** The ticket that a POST to /api/orders wants. */
export function ticketWanted({ body }: Call): string {
  return (body as { ticketId: string }).ticketId;
}
