import { Subjects } from '@ticketing/common/events';
import { aTicket } from '@ticketing/e2e/testing';
import { type Call, emptyHistory, type History } from '../../history.js';
import type { Snapshot, TicketCopy } from '../../snapshot/snapshot.js';

const hex = (digit: string) => digit.repeat(24);

export const T0 = Date.parse('2030-01-01T00:00:00Z');
export const WINDOW_MS = 4_000;
export const SELLER = hex('a');
export const ANNA = hex('b');
export const BEN = hex('c');
export const TICKET = hex('1');
export const EXPIRED = hex('2');
export const DELETED = hex('3');
export const PAID = hex('4');
export const PAYMENT = hex('5');
const INTENT = 'pi_1';
const PRICE_CENTS = 2000;

const LISTED = aTicket({ title: 'Seat' });
export const EDITED = aTicket({ title: 'Front seat' });

/** A version of the ticket of the story. Version 1 is the edit, and later versions keep it. */
export function seat(version: number, orderId?: string, sold?: true): TicketCopy {
  const fields = version === 0 ? LISTED : EDITED;
  return {
    id: TICKET,
    version,
    ...fields,
    userId: SELLER,
    ...(orderId ? { orderId } : {}),
    ...(sold ? { sold } : {}),
  };
}

export interface Story {
  history: History;
  snapshot: Snapshot;
}

/**
 * A story in which every promise is kept. A ticket is listed and edited, Anna's order of it expires, Ben cancels his
 * order, and Anna's second order is paid. Times are in ms after T0.
 */
export function goodStory(): Story {
  const history = emptyHistory();
  history.actors = [
    { name: 'seller', userId: SELLER },
    { name: 'anna', userId: ANNA },
    { name: 'ben', userId: BEN },
  ];
  const snapshot: Snapshot = {
    takenAt: T0 + 40_000,
    tickets: [],
    copies: [],
    orders: [],
    payments: [],
    messages: [],
    timers: [],
    intents: [],
    secretsIn: [],
    moved: [],
  };
  const story = { history, snapshot };
  ask(story, 0, 'seller', 'POST', '/api/tickets', 201, seat(0), LISTED);
  say(story, 20, Subjects.TicketCreated, seat(0));
  ask(story, 100, 'seller', 'PUT', `/api/tickets/${TICKET}`, 200, seat(1), EDITED);
  say(story, 120, Subjects.TicketUpdated, seat(1));

  place(story, 1_000, 'anna', EXPIRED, 1);
  ask(story, 1_200, 'anna', 'POST', '/api/orders', 200, shown(EXPIRED, ANNA, 1_000), { ticketId: TICKET });
  say(story, 1_030, Subjects.TicketUpdated, seat(2, EXPIRED));
  refuse(story, 1_500, 'ben');
  say(story, 5_100, Subjects.ExpirationComplete, { orderId: EXPIRED });
  cancel(story, 5_120, EXPIRED, 1);
  say(story, 5_140, Subjects.TicketUpdated, seat(3));

  place(story, 6_000, 'ben', DELETED, 2);
  say(story, 6_030, Subjects.TicketUpdated, seat(4, DELETED));
  ask(story, 7_000, 'ben', 'DELETE', `/api/orders/${DELETED}`, 204);
  cancel(story, 7_020, DELETED, 2);
  say(story, 7_040, Subjects.TicketUpdated, seat(5));

  place(story, 8_000, 'anna', PAID, 3);
  say(story, 8_030, Subjects.TicketUpdated, seat(6, PAID));
  payFor(story, 8_200);
  refuse(story, 9_000, 'ben');

  snapshot.tickets.push({
    ...seat(7, PAID, true),
    soldTo: PAID,
    soldFor: EDITED.price,
    hold: 3,
    outbox: 0,
  });
  snapshot.copies.push(seat(7, PAID, true));
  const order = (id: string, userId: string, status: string, hold: number, at: number) => ({
    id,
    userId,
    status,
    hold,
    ticketId: TICKET,
    ...EDITED,
    version: 1,
    outbox: 0,
    expiresAt: T0 + at + WINDOW_MS,
  });
  snapshot.orders.push(
    order(EXPIRED, ANNA, 'cancelled', 1, 1_010),
    order(DELETED, BEN, 'cancelled', 2, 6_010),
    { ...order(PAID, ANNA, 'complete', 3, 8_010), paymentId: PAYMENT, version: 2 },
  );
  return story;
}

/** Anna pays for her order with one card. */
function payFor(story: Story, at: number): void {
  const { history, snapshot } = story;
  const amount = PRICE_CENTS;
  const currency = 'usd';
  const open = { id: PAYMENT, orderId: PAID, status: 'open', amount, currency, clientSecret: 'of Anna' };
  ask(story, at, 'anna', 'POST', '/api/payments', 201, open, { orderId: PAID });
  history.confirmations.push({
    run: 1,
    actor: 'anna',
    orderId: PAID,
    paymentId: PAYMENT,
    card: 'ok',
    startedAt: T0 + at + 100,
    endedAt: T0 + at + 120,
    outcome: 'requires_capture',
  });
  const ticket = { id: TICKET, price: EDITED.price, hold: 3 };
  const ofPayment = { id: PAYMENT, orderId: PAID };
  say(story, at + 130, Subjects.PaymentAuthorised, { ...ofPayment, version: 2, amount, currency });
  say(story, at + 150, Subjects.OrderClaimed, { id: PAID, version: 1, paymentId: PAYMENT, ticket });
  const created = { ...ofPayment, version: 4, stripeId: INTENT, amount, currency };
  say(story, at + 170, Subjects.PaymentCreated, created);
  say(story, at + 190, Subjects.OrderCompleted, {
    id: PAID,
    version: 2,
    userId: ANNA,
    paymentId: PAYMENT,
    ticket,
  });
  say(story, at + 210, Subjects.TicketUpdated, seat(7, PAID, true));
  ask(story, at + 300, 'anna', 'GET', `/api/payments/${PAYMENT}`, 200, { ...open, status: 'paid' });
  snapshot.payments.push({
    ...ofPayment,
    userId: ANNA,
    amount,
    goal: 'capture',
    settled: true,
    outcome: 'paid',
    stripeId: INTENT,
    createdAt: T0 + at,
    changedAt: T0 + at + 170,
    version: 4,
    outbox: 0,
  });
  snapshot.intents.push({
    id: INTENT,
    status: 'succeeded',
    amount,
    received: amount,
    refunded: 0,
    metadata: { paymentId: PAYMENT, orderId: PAID, userId: ANNA },
  });
}

/** A call that took 20 ms. */
export function ask(
  { history: { calls } }: Story,
  at: number,
  actor: string,
  method: string,
  path: string,
  status: number | undefined,
  answer?: unknown,
  body?: unknown,
): Call {
  const call: Call = {
    id: calls.length,
    run: 1,
    actor,
    method,
    path,
    startedAt: T0 + at,
    endedAt: T0 + at + 20,
    ...(status === undefined ? { error: 'no answer' } : { status }),
    ...(answer === undefined ? {} : { answer }),
    ...(body === undefined ? {} : { body }),
  };
  calls.push(call);
  return call;
}

/** A message on the bus. */
export function say({ snapshot: { messages } }: Story, at: number, channel: string, data: unknown): void {
  const sequence = messages.filter((message) => message.channel === channel).length + 1;
  const body = typeof data === 'string' ? data : JSON.stringify(data);
  messages.push({ channel, sequence, at: T0 + at, body });
}

/** An order as an answer shows it. */
export function shown(id: string, userId: string, at: number, status = 'created', version = 0) {
  const ticket = { id: TICKET, ...EDITED };
  return { id, userId, status, version, ticket, expiresAt: new Date(T0 + at + 10 + WINDOW_MS).toISOString() };
}

/** A reservation that is refused with 400. */
export function refuse(story: Story, at: number, who: string, message = 'Ticket is already reserved'): void {
  ask(story, at, who, 'POST', '/api/orders', 400, { errors: [{ message }] }, { ticketId: TICKET });
}

/** An order that is placed, answered and announced. */
export function place(story: Story, at: number, who: 'anna' | 'ben', id: string, hold: number): void {
  const userId = who === 'anna' ? ANNA : BEN;
  const order = shown(id, userId, at);
  ask(story, at, who, 'POST', '/api/orders', 201, order, { ticketId: TICKET, seen: EDITED });
  const { status, version, expiresAt } = order;
  const ticket = { id: TICKET, price: EDITED.price, hold };
  say(story, at + 25, Subjects.OrderCreated, { id, version, status, userId, expiresAt, ticket });
}

/** The event of a cancellation. */
export function cancel(story: Story, at: number, id: string, hold: number): void {
  say(story, at, Subjects.OrderCancelled, { id, version: 1, ticket: { id: TICKET, hold } });
}
