import type { Call } from '../history.js';
import { idIn, mayHaveHappened, ordersSeen, ticketWanted } from './answers.js';
import type { Facts } from './facts.js';

/**
 * One order and what is known about the time in which it held its ticket. Nobody outside sees the moment of a change:
 * each end of the time has an earliest and a latest moment.
 */
export interface Reservation {
  orderId: string;
  ticketId: string;
  expiresAt: number;
  hold: number | undefined;
  begin: { earliest: number; latest: number };
  end: { earliest: number; latest: number };
  /** The first call that may have cancelled it. */
  deletedAt: number;
  /** The last moment at which an answer shows it as not cancelled. */
  lastSeenActive: number;
}

/** A reservation for every order that an answer, the database or the bus tells of. */
export function findReservations(facts: Facts): Reservation[] {
  const { calls } = facts.history;
  const found = new Map<string, Reservation>();
  const add = (orderId: string, ticketId: string, expiresAt: number, latest: number) => {
    const known = found.get(orderId);
    if (known) known.begin.latest = Math.min(known.begin.latest, latest);
    else found.set(orderId, unknownTimes(orderId, ticketId, expiresAt, latest));
  };
  for (const call of calls) {
    for (const order of ordersSeen(call))
      add(order.id, order.ticket.id, Date.parse(order.expiresAt), call.endedAt);
  }
  for (const { at, data } of facts.orderCreated) add(data.id, data.ticket.id, Date.parse(data.expiresAt), at);
  for (const order of facts.snapshot.orders)
    add(order.id, order.ticketId, order.expiresAt, facts.snapshot.takenAt);
  for (const { data } of facts.orderCreated) found.get(data.id)!.hold = data.ticket.hold;
  for (const { id, hold } of facts.snapshot.orders) found.get(id)!.hold = hold;
  for (const call of calls) learn(found, call);
  for (const { at, data } of facts.orderCancelled) end(found.get(data.id), at);
  for (const reservation of found.values()) conclude(reservation, facts);
  return [...found.values()];
}

function unknownTimes(orderId: string, ticketId: string, expiresAt: number, latest: number): Reservation {
  return {
    ...{ orderId, ticketId, expiresAt, hold: undefined },
    begin: { earliest: -Infinity, latest },
    end: { earliest: -Infinity, latest: Infinity },
    deletedAt: Infinity,
    lastSeenActive: -Infinity,
  };
}

function learn(found: Map<string, Reservation>, call: Call): void {
  const { method, path, status, startedAt, endedAt } = call;
  for (const order of ordersSeen(call)) {
    const reservation = found.get(order.id)!;
    if (method === 'POST') reservation.begin.earliest = startedAt;
    if (order.status === 'cancelled') end(reservation, endedAt);
    else reservation.lastSeenActive = Math.max(reservation.lastSeenActive, startedAt);
  }
  if (method !== 'DELETE' || !mayHaveHappened(call)) return;
  const reservation = found.get(idIn(path));
  if (!reservation) return;
  reservation.deletedAt = Math.min(reservation.deletedAt, startedAt);
  if (status === 204) end(reservation, endedAt);
}

function end(reservation: Reservation | undefined, latest: number): void {
  if (reservation) reservation.end.latest = Math.min(reservation.end.latest, latest);
}

function conclude(reservation: Reservation, facts: Facts): void {
  const stored = facts.order(reservation.orderId);
  const { expiresAt, deletedAt, lastSeenActive } = reservation;
  const holds = stored !== undefined && stored.status !== 'cancelled';
  reservation.end.earliest = holds ? Infinity : Math.max(Math.min(expiresAt, deletedAt), lastSeenActive);
  if (reservation.begin.earliest > -Infinity) return;
  // nobody was told of it: one of those calls of its buyer that got no answer
  const inDoubt = facts.history.calls.filter(
    (call) =>
      call.method === 'POST' &&
      call.path === '/api/orders' &&
      call.status !== 201 &&
      mayHaveHappened(call) &&
      ticketWanted(call) === reservation.ticketId &&
      facts.userOf(call) === stored?.userId,
  );
  if (inDoubt.length > 0) reservation.begin.earliest = Math.min(...inDoubt.map(({ startedAt }) => startedAt));
}
