import 'server-only';
import { cache } from 'react';
import { ask } from './ask';
import type { Answer } from './call';
import type { Result } from './result';
import type { Order, Page, Pass, Payment, PaymentsConfig, Ticket, TicketInput, User } from './types';

export interface PageQuery {
  cursor?: string;
  limit?: number;
}

export interface TicketQuery extends PageQuery {
  q?: string;
  mine?: boolean;
}

/** The signed-in visitor; null if nobody is signed in, undefined if auth gives no answer. Asked once per request. */
export const currentUser = cache(async (): Promise<User | null | undefined> => {
  const result = await ask('GET /api/users/currentuser');
  return result.ok ? result.value.body.currentUser : undefined;
});

/** Signs in or up. The session is in the answer's cookies. */
export function authenticate(
  how: 'signin' | 'signup',
  email: string,
  password: string,
): Promise<Result<Answer<User>>> {
  return ask(`POST /api/users/${how}`, { body: { email, password } });
}

export function signOut(): Promise<Result<Answer<unknown>>> {
  return ask('POST /api/users/signout');
}

/** Ends all other sessions of the visitor. */
export async function signOutEverywhere(): Promise<Result<unknown>> {
  return body(await ask('POST /api/users/signout-everywhere'));
}

/** Changes the visitor's password, which ends all other sessions. The same change again in this session changes nothing. */
export async function changePassword(current: string, next: string): Promise<Result<unknown>> {
  return body(await ask('POST /api/users/password', { body: { current, next } }));
}

/** Deletes the visitor's account for good, and ends all its sessions. */
export async function deleteAccount(password: string): Promise<Result<unknown>> {
  return body(await ask('DELETE /api/users/me', { body: { password } }));
}

export async function listTickets(query: TicketQuery): Promise<Result<Page<Ticket>>> {
  return page(await ask('GET /api/tickets', { query }));
}

/** Asked once while a page is made: the page and its title need the same ticket. */
export const getTicket = cache(async (id: string): Promise<Result<Ticket>> => {
  const result = await ask('GET /api/tickets/:id', { params: { id } });
  if (!result.ok) return result;
  const { body, tag } = result.value;
  return { ok: true, value: tag === undefined ? body : { ...body, tag } };
});

/** Lists a ticket. With the same `key` and ticket again, it answers with the ticket that is listed already. */
export async function createTicket(ticket: TicketInput, key?: string): Promise<Result<Ticket>> {
  const headers = { 'idempotency-key': key };
  return body(await ask('POST /api/tickets', { body: ticket, headers }));
}

/** Changes a ticket if its title and price are still those that `tag` stands for. */
export async function updateTicket(id: string, ticket: TicketInput, tag?: string): Promise<Result<Ticket>> {
  const headers = { 'if-match': tag };
  return body(await ask('PUT /api/tickets/:id', { params: { id }, body: ticket, headers }));
}

export async function listOrders(query: PageQuery): Promise<Result<Page<Order>>> {
  return page(await ask('GET /api/orders', { query }));
}

/** Asked once while a page is made, like a ticket. */
export const getOrder = cache(async (id: string): Promise<Result<Order>> =>
  body(await ask('GET /api/orders/:id', { params: { id } })),
);

/** Reserves a ticket if it still is what the visitor has `seen`. One's own reservation of it is the answer too. */
export async function placeOrder(ticketId: string, seen?: TicketInput): Promise<Result<Order>> {
  return body(await ask('POST /api/orders', { body: { ticketId, seen } }));
}

export async function cancelOrder(id: string): Promise<Result<unknown>> {
  return body(await ask('DELETE /api/orders/:id', { params: { id } }));
}

/** The pass of a complete order of the visitor. It is refused when the order is not complete, or was refunded. */
export async function getPass(orderId: string): Promise<Result<Pass>> {
  return body(await ask('GET /api/orders/:id/pass', { params: { id: orderId } }));
}

/** Begins to pay for an order. If that has been begun before, the payment is the same. */
export async function createPayment(orderId: string): Promise<Result<Payment>> {
  return body(await ask('POST /api/payments', { body: { orderId } }));
}

/** The visitor's payments of an order, newest first. */
export const paymentsOfOrder = cache(async (orderId: string): Promise<Result<Payment[]>> =>
  body(await ask('GET /api/payments', { query: { orderId } })),
);

/** Looks at Stripe how a payment stands, and then answers. */
export async function refreshPayment(id: string): Promise<Result<Payment>> {
  return body(await ask('GET /api/payments/:id', { params: { id }, query: { refresh: 'true' } }));
}

export async function paymentsConfig(): Promise<Result<PaymentsConfig>> {
  return body(await ask('GET /api/payments/config'));
}

function body<T>(result: Result<Answer<T>>): Result<T> {
  return result.ok ? { ok: true, value: result.value.body } : result;
}

function page<T>(result: Result<Answer<T[]>>): Result<Page<T>> {
  if (!result.ok) return result;
  const { body: items, cursor } = result.value;
  return { ok: true, value: cursor ? { items, cursor } : { items } };
}
