import 'server-only';
import { cache } from 'react';
import { type Answer, call } from './call';
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
  const result = await call<{ currentUser: User | null }>('auth', { path: '/api/users/currentuser' });
  return result.ok ? result.value.body.currentUser : undefined;
});

/** Signs in or up. The session is in the answer's cookies. */
export function authenticate(
  how: 'signin' | 'signup',
  email: string,
  password: string,
): Promise<Result<Answer<User>>> {
  return call<User>('auth', { method: 'POST', path: `/api/users/${how}`, body: { email, password } });
}

export function signOut(): Promise<Result<Answer<unknown>>> {
  return call('auth', { method: 'POST', path: '/api/users/signout' });
}

/** Ends all other sessions of the visitor. */
export async function signOutEverywhere(): Promise<Result<unknown>> {
  return body(await call('auth', { method: 'POST', path: '/api/users/signout-everywhere' }));
}

/** Changes the visitor's password, which ends all other sessions. The same change again in this session changes nothing. */
export async function changePassword(current: string, next: string): Promise<Result<unknown>> {
  return body(await call('auth', { method: 'POST', path: '/api/users/password', body: { current, next } }));
}

/** Deletes the visitor's account for good, and ends all its sessions. */
export async function deleteAccount(password: string): Promise<Result<unknown>> {
  return body(await call('auth', { method: 'DELETE', path: '/api/users/me', body: { password } }));
}

export async function listTickets(query: TicketQuery): Promise<Result<Page<Ticket>>> {
  return page(await call<Ticket[]>('tickets', { path: `/api/tickets${search(query)}` }));
}

/** Asked once while a page is made: the page and its title need the same ticket. */
export const getTicket = cache(async (id: string): Promise<Result<Ticket>> => {
  const result = await call<Ticket>('tickets', { path: `/api/tickets/${segment(id)}` });
  if (!result.ok) return result;
  const { body, tag } = result.value;
  return { ok: true, value: tag === undefined ? body : { ...body, tag } };
});

/** Lists a ticket. With the same `key` and ticket again, it answers with the ticket that is listed already. */
export async function createTicket(ticket: TicketInput, key?: string): Promise<Result<Ticket>> {
  const headers = { 'idempotency-key': key };
  return body(await call<Ticket>('tickets', { method: 'POST', path: '/api/tickets', body: ticket, headers }));
}

/** Changes a ticket if its title and price are still those that `tag` stands for. */
export async function updateTicket(id: string, ticket: TicketInput, tag?: string): Promise<Result<Ticket>> {
  const path = `/api/tickets/${segment(id)}`;
  const headers = { 'if-match': tag };
  return body(await call<Ticket>('tickets', { method: 'PUT', path, body: ticket, headers }));
}

export async function listOrders(query: PageQuery): Promise<Result<Page<Order>>> {
  return page(await call<Order[]>('orders', { path: `/api/orders${search(query)}` }));
}

/** Asked once while a page is made, like a ticket. */
export const getOrder = cache(async (id: string): Promise<Result<Order>> =>
  body(await call<Order>('orders', { path: `/api/orders/${segment(id)}` })),
);

/** Reserves a ticket if it still is what the visitor has `seen`. One's own reservation of it is the answer too. */
export async function placeOrder(ticketId: string, seen?: TicketInput): Promise<Result<Order>> {
  return body(await call<Order>('orders', { method: 'POST', path: '/api/orders', body: { ticketId, seen } }));
}

export async function cancelOrder(id: string): Promise<Result<unknown>> {
  return body(await call('orders', { method: 'DELETE', path: `/api/orders/${segment(id)}` }));
}

/** The pass of a complete order of the visitor. It is refused when the order is not complete, or was refunded. */
export async function getPass(orderId: string): Promise<Result<Pass>> {
  return body(await call<Pass>('orders', { path: `/api/orders/${segment(orderId)}/pass` }));
}

/** Begins to pay for an order. If that has been begun before, the payment is the same. */
export async function createPayment(orderId: string): Promise<Result<Payment>> {
  return body(await call<Payment>('payments', { method: 'POST', path: '/api/payments', body: { orderId } }));
}

/** The visitor's payments of an order, newest first. */
export const paymentsOfOrder = cache(async (orderId: string): Promise<Result<Payment[]>> =>
  body(await call<Payment[]>('payments', { path: `/api/payments?orderId=${segment(orderId)}` })),
);

/** Looks at Stripe how a payment stands, and then answers. */
export async function refreshPayment(id: string): Promise<Result<Payment>> {
  return body(await call<Payment>('payments', { path: `/api/payments/${segment(id)}?refresh=true` }));
}

export async function paymentsConfig(): Promise<Result<PaymentsConfig>> {
  return body(await call<PaymentsConfig>('payments', { path: '/api/payments/config' }));
}

function body<T>(result: Result<Answer<T>>): Result<T> {
  return result.ok ? { ok: true, value: result.value.body } : result;
}

function page<T>(result: Result<Answer<T[]>>): Result<Page<T>> {
  if (!result.ok) return result;
  const { body: items, cursor } = result.value;
  return { ok: true, value: cursor ? { items, cursor } : { items } };
}

/** An id as a part of a path. Other text could lead to another path, and `unknown` is the id of nothing. */
function segment(id: string): string {
  return /^\w+$/.test(id) ? id : 'unknown';
}

function search(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(
    given.map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return text && `?${text}`;
}
