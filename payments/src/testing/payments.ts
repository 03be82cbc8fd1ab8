import { OrderStatus } from '@ticketing/common/events';
import { logger, newId, testApp, testDatabase } from '@ticketing/testing';
import { paymentsApp } from '../app.js';
import { Order, replicateNewOrder, replicateOrder } from '../models/order.js';
import { Payment, type PaymentFields } from '../models/payment.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import { Reconciler } from '../reconcile/reconciler.js';
import { StripeProvider } from '../stripe/stripe-provider.js';
import type { TestBank } from './bank.js';

/** The service's database. */
export const paymentsDatabase = () => testDatabase(Order, Payment);

export const aReconciler = (provider: PaymentProvider) => new Reconciler(provider, logger);

/** The service's app with a database of its own. */
export function paymentsApi(bank: TestBank) {
  paymentsDatabase();
  return testApp((parts) =>
    paymentsApp({
      ...parts,
      account: bank.account(),
      reconciler: aReconciler(new StripeProvider(bank.account())),
    }),
  );
}

interface OrderState {
  id?: string;
  userId?: string;
  price?: number;
  expiresAt?: Date;
  hold?: number;
  ticketId?: string;
}

/** The data of `order:created`. */
export function orderCreated({
  id = newId(),
  userId = newId(),
  price = 19.99,
  expiresAt = inFuture(),
  hold = 1,
  ticketId = newId(),
}: OrderState = {}) {
  const ticket = { id: ticketId, price, hold };
  return { id, version: 0, status: OrderStatus.Created, userId, expiresAt: expiresAt.toISOString(), ticket };
}

/** An order that has just been placed, as its event tells it. */
export async function anOrder(fields?: OrderState) {
  const order = orderCreated(fields);
  await replicateNewOrder(order);
  return order;
}

export type TestOrder = Awaited<ReturnType<typeof anOrder>>;

/** A later state of an order, as its event tells it. */
export async function orderIs(
  state: OrderStatus,
  { id, ticket }: TestOrder,
  paymentId?: string,
  version = 1,
) {
  await replicateOrder(state, { id, version, ticket, ...(paymentId && { paymentId }) });
}

/** The payment of an order, before anybody has looked at it. */
export async function aPayment(order: TestOrder, fields: Partial<PaymentFields> = {}) {
  const { id: orderId, userId, ticket } = order;
  const payment = Payment.start({
    orderId,
    userId,
    ticketId: ticket.id,
    hold: ticket.hold,
    amount: 1999,
    attempt: 1,
  });
  return payment.set(fields).save();
}

export const inFuture = (ms = 15 * 60_000) => new Date(Date.now() + ms);

/** The state of a payment in the database. */
export async function stored(id: unknown) {
  return (await Payment.findById(id).lean())!;
}

/** The subjects and the data of the events that a payment has recorded. */
export async function eventsOf(id: unknown) {
  return (await stored(id)).outbox.map(({ subject, data }) => ({ subject, ...(data as object) }));
}
