import type { Call } from '../history.js';
import { idIn, mayHaveHappened, ordersSeen, ticketWanted } from './answers.js';
import type { Evidence } from './evidence.js';

/**
 * One order, and the time in which it held its ticket, as far as it is known. Nobody outside sees the moment of a
 * change, so each end of the time has an earliest and a latest moment.
 */
export interface Reservation {
  orderId: string;
  ticketId: string;
  expiresAt: number;
  hold: number | undefined;
  begin: { earliest: number; latest: number };
  end: { earliest: number; latest: number };
  /** The start of the first call that may have cancelled it. */
  deletedAt: number;
  /** The last moment at which an answer shows it as not cancelled. */
  lastSeenActive: number;
}

/** A reservation for every order that an answer, the database or the bus tells of. */
export function findReservations(evidence: Evidence): Reservation[] {
  const { history, snapshot, orderCreated, orderCancelled } = evidence;
  const found = new Map<string, Reservation>();
  const add = (orderId: string, ticketId: string, expiresAt: number, latest: number) => {
    const known = found.get(orderId);
    if (known) known.begin.latest = Math.min(known.begin.latest, latest);
    else found.set(orderId, unknownTimes(orderId, ticketId, expiresAt, latest));
  };
  for (const call of history.calls) {
    for (const order of ordersSeen(call))
      add(order.id, order.ticket.id, Date.parse(order.expiresAt), call.endedAt);
  }
  for (const { at, data } of orderCreated) add(data.id, data.ticket.id, Date.parse(data.expiresAt), at);
  for (const order of snapshot.orders) add(order.id, order.ticketId, order.expiresAt, snapshot.takenAt);
  for (const { data } of orderCreated) found.get(data.id)!.hold = data.ticket.hold;
  for (const { id, hold } of snapshot.orders) found.get(id)!.hold = hold;
  for (const call of history.calls) learn(found, call);
  for (const { at, data } of orderCancelled) end(found.get(data.id), at);
  for (const reservation of found.values()) conclude(reservation, evidence);
  return [...found.values()];
}

function unknownTimes(orderId: string, ticketId: string, expiresAt: number, latest: number): Reservation {
  return {
    orderId,
    ticketId,
    expiresAt,
    hold: undefined,
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

function conclude(reservation: Reservation, evidence: Evidence): void {
  const stored = evidence.order(reservation.orderId);
  const { expiresAt, deletedAt, lastSeenActive } = reservation;
  const holds = stored !== undefined && stored.status !== 'cancelled';
  reservation.end.earliest = holds ? Infinity : Math.max(Math.min(expiresAt, deletedAt), lastSeenActive);
  if (reservation.begin.earliest > -Infinity) return;
  // no answer told of this order: one of its buyer's calls that got no answer must have placed it
  const inDoubt = evidence.history.calls.filter(
    (call) =>
      call.method === 'POST' &&
      call.path === '/api/orders' &&
      call.status !== 201 &&
      mayHaveHappened(call) &&
      ticketWanted(call) === reservation.ticketId &&
      evidence.userOf(call) === stored?.userId,
  );
  if (inDoubt.length > 0) reservation.begin.earliest = Math.min(...inDoubt.map(({ startedAt }) => startedAt));
}
