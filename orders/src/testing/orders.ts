import { generateKeyPairSync } from 'node:crypto';
import { OrderStatus, type TicketUpdatedEvent } from '@ticketing/common/events';
import { newId, testApp, testDatabase } from '@ticketing/testing';
import { ordersApp } from '../app.js';
import { PassKeys } from '../pass/pass-keys.js';
import { Order, snapshotOf } from '../models/order.js';
import { replicateTicket, Ticket } from '../models/ticket.js';

export const WINDOW_SECONDS = 900;
/** As many as one account may reserve at a time. */
export const PER_ACCOUNT = 6;

/** The service's database. */
export const ordersDatabase = () => testDatabase(Order, Ticket);

/** A key that signs passes. */
export const newPassKey = () => generateKeyPairSync('ed25519').privateKey;

/** The service's app with a database of its own. */
export function ordersApi() {
  ordersDatabase();
  const rules = { windowSeconds: WINDOW_SECONDS, perAccount: PER_ACCOUNT };
  return testApp(async (parts) => ordersApp({ ...parts, rules, passKeys: await PassKeys.of(newPassKey()) }));
}

type TicketState = TicketUpdatedEvent['data'];

/** The state of a ticket that is on sale, as events carry it. */
export function ticketState(fields: Partial<TicketState> = {}): TicketState {
  return { id: newId(), version: 0, title: 'Concert', price: 20, userId: newId(), ...fields };
}

/** Stores the copy of a ticket that is on sale. Returns its id. */
export async function aTicket(fields?: Partial<TicketState>): Promise<string> {
  const state = ticketState(fields);
  await replicateTicket(state);
  return state.id;
}

interface Fields {
  ticketId: string;
  userId?: string;
  hold?: number;
  place?: number;
  status?: OrderStatus;
  /** The payment that has claimed the order, if its status says that one has. */
  paymentId?: string;
  expiresAt?: Date;
}

/** An order. Its events are already published, as they are for most orders. */
export async function anOrder({
  ticketId,
  userId = newId(),
  hold = 1,
  place,
  status = OrderStatus.Created,
  paymentId = newId(),
  expiresAt = inFuture(),
}: Fields) {
  const ticket = snapshotOf(ticketId, ticketState());
  const { _id } = await new Order(Order.place({ userId, expiresAt, ticket, hold, place })).save();
  // the status is written directly, so that each order has version 0
  const isClaimed = status === OrderStatus.AwaitingPayment || status === OrderStatus.Complete;
  await Order.updateOne({ _id }, { $set: { status, outbox: [], ...(isClaimed && { paymentId }) } });
  return (await Order.findById(_id))!;
}

export const inFuture = () => new Date(Date.now() + 60_000);
export const past = (ms = 10) => new Date(Date.now() - ms);

/** The state of an order in the database. */
export async function stored(id: unknown) {
  return (await Order.findById(id).lean())!;
}
