import type { History } from '../history.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { Evidence } from './evidence.js';
import { groupBy } from './group-by.js';
import { findReservations, type Reservation } from './reservations.js';

/** The rules judge these facts: the evidence, and the times of the reservations that follow from it. */
export class Facts extends Evidence {
  readonly reservations: Reservation[];
  private readonly reservationOf: Map<string, Reservation>;

  constructor(history: History, snapshot: Snapshot) {
    super(history, snapshot);
    this.reservations = findReservations(this);
    this.reservationOf = new Map(this.reservations.map((each) => [each.orderId, each]));
  }

  reservation(orderId: string): Reservation | undefined {
    return this.reservationOf.get(orderId);
  }

  /** The reservations of each ticket, in the order of their latest possible beginnings. */
  byTicket(): Map<string, Reservation[]> {
    const sorted = [...this.reservations].sort((a, b) => a.begin.latest - b.begin.latest);
    return groupBy(sorted, ({ ticketId }) => ticketId);
  }
}
