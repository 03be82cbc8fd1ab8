import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { getOrder, getTicket, paymentsOfOrder } from './api';
import type { Order, Payment } from './api/types';
import { fingerprint } from './fingerprint';
import { orderState, type OrderState } from './order-state';
import { ordersClock } from './orders-clock';
import { formOrigin } from './settings';
import type * as words from './words';

/** What has become of the ticket of an order that has ended, as a key of its text. */
export type TicketAfter = keyof typeof words.order.after;

export interface OrderNews {
  state: OrderState;
  /** The payment that counts; undefined if there is none or it does not matter, `unknown` if there was no answer. */
  payment: Payment | 'unknown' | undefined;
  /** Absent while the order runs, and when nobody can tell. */
  after?: TicketAfter;
  /** The server's time, in ms since 1970. */
  now: number;
  /** Changes when the page must be made anew. The page itself knows what comes with time alone. */
  fingerprint: string;
}

/** The page of an order does not wait longer than this for its payments. */
const PATIENCE_MS = 2_000;
/** The payments that ended before they took any money. */
const GIVEN_UP: ReadonlySet<Payment['status']> = new Set<Payment['status']>(['voided', 'failed']);
/** The ticket of such an order is free or goes to others. */
const OVER: ReadonlySet<OrderState> = new Set<OrderState>([
  'expired',
  'late',
  'cancelled',
  'failed',
  'ended',
]);

/** What the page of an order shows. */
export async function orderNews(order: Order): Promise<OrderNews> {
  const payment = await paymentOf(order);
  const now = ordersClock.now(Date.now());
  const state = orderState(order, now, payment);
  const after = OVER.has(state) ? await ticketAfter(order) : undefined;
  const paid = typeof payment === 'object' ? [payment.id, payment.status] : payment;
  return { state, payment, after, now, fingerprint: fingerprint([order, after, paid]) };
}

/**
 * The payment that says how an order stands. An order that is claimed or complete says it by itself. Only while nothing
 * has been paid, and when an order has ended without one, its payments must be asked for.
 */
async function paymentOf({ id, status, refund }: Order): Promise<Payment | 'unknown' | undefined> {
  const matters = status === 'created' || (status === 'cancelled' && !refund);
  if (!matters || formOrigin() === undefined) return undefined;
  const payments = await Promise.race([paymentsOfOrder(id), sleep(PATIENCE_MS, undefined, { ref: false })]);
  if (!payments?.ok) return 'unknown';
  return payments.value.find((payment) => !GIVEN_UP.has(payment.status)) ?? payments.value[0];
}

async function ticketAfter(order: Order): Promise<TicketAfter | undefined> {
  const ticket = await getTicket(order.ticket.id);
  if (!ticket.ok) return undefined;
  const { orderId, sold } = ticket.value;
  if (orderId === undefined) return 'onSale';
  if (orderId === order.id) return 'pending'; // the tickets service learns of the end a moment later
  const own = await getOrder(orderId);
  if (own.ok) return sold ? 'bought' : 'yours';
  if (own.failure.kind === 'down' || own.failure.kind === 'busy') return undefined;
  return sold ? 'sold' : 'taken'; // the order of somebody else is not shown
}
