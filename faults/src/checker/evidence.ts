import { Subjects } from '@ticketing/common/events';
import type { Call, History } from '../history.js';
import type { OrderState, Snapshot, TicketState } from '../snapshot/snapshot.js';
import { eventsOf, firstOfEach, type SeenEvent } from './events.js';

/** A state of a ticket as the bus tells it. */
export type TicketEvent = SeenEvent<Subjects.TicketCreated | Subjects.TicketUpdated>;

/** The history and the snapshot, made easy to look things up in. It draws no conclusions; `Facts` does. */
export class Evidence {
  readonly orderCreated: SeenEvent<Subjects.OrderCreated>[];
  readonly orderCancelled: SeenEvent<Subjects.OrderCancelled>[];
  readonly ticketEvents: TicketEvent[];
  /** By ticket, and in it by version. */
  readonly ticketVersions: Map<string, Map<number, TicketEvent>>;
  private readonly orders: Map<string, OrderState>;
  private readonly tickets: Map<string, TicketState>;
  private readonly users: Map<string, string>;

  constructor(
    readonly history: History,
    readonly snapshot: Snapshot,
  ) {
    this.orderCreated = eventsOf(history, snapshot, Subjects.OrderCreated);
    this.orderCancelled = eventsOf(history, snapshot, Subjects.OrderCancelled);
    this.ticketEvents = [
      ...eventsOf(history, snapshot, Subjects.TicketCreated),
      ...eventsOf(history, snapshot, Subjects.TicketUpdated),
    ];
    this.ticketVersions = firstOfEach(this.ticketEvents);
    this.orders = new Map(snapshot.orders.map((order) => [order.id, order]));
    this.tickets = new Map(snapshot.tickets.map((ticket) => [ticket.id, ticket]));
    this.users = new Map(history.actors.map(({ name, userId }) => [name, userId]));
  }

  order(id: string): OrderState | undefined {
    return this.orders.get(id);
  }

  ticket(id: string): TicketState | undefined {
    return this.tickets.get(id);
  }

  userOf({ actor }: Call): string | undefined {
    return this.users.get(actor);
  }
}
