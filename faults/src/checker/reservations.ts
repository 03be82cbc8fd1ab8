import type { Call } from '../history.js';
import { idIn, mayHaveHappened, ordersSeen } from './answers.js';
import type { Evidence } from './evidence.js';

/**
 * One order, and the time in which it held its ticket, as far as it is known. Nobody outside sees the moment of a
 * change, so each end of the time has an earliest and a latest moment.
 */
export interface Reservation {
  orderId: string;
  ticketId: string;
  /** The buyer. */
  userId: string;
  expiresAt: number;
  hold: number | undefined;
  begin: { earliest: number; latest: number };
  end: { earliest: number; latest: number };
  /** It is certainly neither cancelled nor complete before this moment. */
  liveUntil: number;
  /** The start of the first call that may have cancelled it. */
  deletedAt: number;
  /** The moment at which the payment that had claimed it was known to have failed. */
  failedAt: number;
  /** The last moment at which an answer shows it as not cancelled. */
  lastSeenActive: number;
}

/** A reservation for every order that an answer, the database or the bus tells of. */
export function findReservations(evidence: Evidence): Reservation[] {
  const { history, snapshot, orderCreated, orderCancelled } = evidence;
  const found = new Map<string, Reservation>();
  const add = (order: KnownOrder, latest: number) => {
    const known = found.get(order.orderId);
    if (known) known.begin.latest = Math.min(known.begin.latest, latest);
    else found.set(order.orderId, unknownTimes(order, latest));
  };
  for (const call of history.calls) {
    for (const { id: orderId, ticket, userId, expiresAt } of ordersSeen(call))
      add({ orderId, ticketId: ticket.id, userId, expiresAt: Date.parse(expiresAt) }, call.endedAt);
  }
  for (const { at, data } of orderCreated) {
    const { id: orderId, ticket, userId, expiresAt } = data;
    add({ orderId, ticketId: ticket.id, userId, expiresAt: Date.parse(expiresAt) }, at);
  }
  for (const { id: orderId, ticketId, userId, expiresAt } of snapshot.orders)
    add({ orderId, ticketId, userId, expiresAt }, snapshot.takenAt);
  for (const { data } of orderCreated) found.get(data.id)!.hold = data.ticket.hold;
  for (const { id, hold } of snapshot.orders) found.get(id)!.hold = hold;
  for (const call of history.calls) learn(found, call);
  for (const { at, data } of orderCancelled) end(found.get(data.id), at);
  for (const { at, data } of evidence.paymentFailed) {
    const reservation = found.get(data.orderId);
    if (reservation && evidence.hasClaimed(data.orderId, data.id))
      reservation.failedAt = Math.min(reservation.failedAt, at);
  }
  for (const reservation of found.values()) conclude(reservation, evidence);
  return [...found.values()];
}

type KnownOrder = Pick<Reservation, 'orderId' | 'ticketId' | 'userId' | 'expiresAt'>;

function unknownTimes(order: KnownOrder, latest: number): Reservation {
  return {
    ...order,
    hold: undefined,
    begin: { earliest: -Infinity, latest },
    end: { earliest: -Infinity, latest: Infinity },
    liveUntil: -Infinity,
    deletedAt: Infinity,
    failedAt: Infinity,
    lastSeenActive: -Infinity,
  };
}

function learn(found: Map<string, Reservation>, call: Call): void {
  const { method, path, status, startedAt, endedAt } = call;
  for (const order of ordersSeen(call)) {
    const reservation = found.get(order.id)!;
    // an answer of 200 shows an order that was there before
    if (method === 'POST' && status === 201) reservation.begin.earliest = startedAt;
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
  const { expiresAt, deletedAt, failedAt, lastSeenActive } = reservation;
  const holds = stored !== undefined && stored.status !== 'cancelled';
  reservation.end.earliest = holds
    ? Infinity
    : Math.max(Math.min(expiresAt, deletedAt, failedAt), lastSeenActive);
  const paid = evidence.confirmationsOf(reservation.orderId);
  reservation.liveUntil = Math.min(reservation.end.earliest, ...paid.map(({ startedAt }) => startedAt));
  if (reservation.begin.earliest > -Infinity) return;
  // no answer told of this order: one of its buyer's calls that got no answer must have placed it
  const inDoubt = evidence
    .placingsOf(reservation.ticketId)
    .filter((call) => call.status !== 201 && evidence.userOf(call) === stored?.userId);
  if (inDoubt.length > 0) reservation.begin.earliest = Math.min(...inDoubt.map(({ startedAt }) => startedAt));
}
