import { Subjects } from '@ticketing/common/events';
import type { Call, History } from '../history.js';
import { isReservation, mayHaveHappened, ticketWanted } from './answers.js';
import type { IntentState, OrderState, PaymentState, Snapshot, TicketState } from '../snapshot/snapshot.js';
import { eventsOf, firstOfEach, type SeenEvent } from './events.js';
import { groupBy } from './group-by.js';

/** A state of a ticket as the bus tells it. */
export type TicketEvent = SeenEvent<Subjects.TicketCreated | Subjects.TicketUpdated>;

const PAYMENT_SUBJECTS = [
  Subjects.PaymentAuthorised,
  Subjects.PaymentCreated,
  Subjects.PaymentFailed,
  Subjects.PaymentRefunded,
] as const;
type PaymentSubject = (typeof PAYMENT_SUBJECTS)[number];
/** What the bus tells of a payment. */
export type PaymentEvent = SeenEvent<PaymentSubject> & { subject: PaymentSubject };

/** The history and the snapshot, made easy to look things up in. It draws no conclusions; `Facts` does. */
export class Evidence {
  readonly orderCreated: SeenEvent<Subjects.OrderCreated>[];
  readonly orderCancelled: SeenEvent<Subjects.OrderCancelled>[];
  readonly orderClaimed: SeenEvent<Subjects.OrderClaimed>[];
  readonly orderCompleted: SeenEvent<Subjects.OrderCompleted>[];
  readonly paymentEvents: PaymentEvent[];
  readonly paymentFailed: SeenEvent<Subjects.PaymentFailed>[];
  readonly ticketEvents: TicketEvent[];
  /** By ticket, and in it by version. */
  readonly ticketVersions: Map<string, Map<number, TicketEvent>>;
  private readonly orders: Map<string, OrderState>;
  private readonly tickets: Map<string, TicketState>;
  private readonly payments: Map<string, PaymentState>;
  private readonly intents: Map<string | undefined, IntentState[]>;
  private readonly byHand: Set<string | undefined>;
  private readonly users: Map<string, string>;
  private readonly placings: Map<string, Call[]>;
  private readonly confirmations: Map<string, History['confirmations']>;
  private readonly claims: Set<string>;

  constructor(
    readonly history: History,
    readonly snapshot: Snapshot,
  ) {
    this.orderCreated = eventsOf(history, snapshot, Subjects.OrderCreated);
    this.orderCancelled = eventsOf(history, snapshot, Subjects.OrderCancelled);
    this.orderClaimed = eventsOf(history, snapshot, Subjects.OrderClaimed);
    this.orderCompleted = eventsOf(history, snapshot, Subjects.OrderCompleted);
    this.paymentFailed = eventsOf(history, snapshot, Subjects.PaymentFailed);
    this.paymentEvents = PAYMENT_SUBJECTS.flatMap((subject) =>
      eventsOf(history, snapshot, subject).map((event) => ({ ...event, subject })),
    );
    this.ticketEvents = [
      ...eventsOf(history, snapshot, Subjects.TicketCreated),
      ...eventsOf(history, snapshot, Subjects.TicketUpdated),
    ];
    this.ticketVersions = firstOfEach(this.ticketEvents);
    this.orders = new Map(snapshot.orders.map((order) => [order.id, order]));
    this.tickets = new Map(snapshot.tickets.map((ticket) => [ticket.id, ticket]));
    this.payments = new Map(snapshot.payments.map((payment) => [payment.id, payment]));
    this.intents = groupBy(snapshot.intents, ({ metadata }) => metadata.orderId);
    this.byHand = new Set(history.handWorks.map(({ intent }) => intent));
    this.users = new Map(history.actors.map(({ name, userId }) => [name, userId]));
    const placings = history.calls.filter((call) => isReservation(call) && mayHaveHappened(call));
    this.placings = groupBy(placings, ticketWanted);
    this.confirmations = groupBy(history.confirmations, ({ orderId }) => orderId);
    this.claims = new Set(this.orderClaimed.map(({ data }) => claim(data.id, data.paymentId)));
  }

  /** The calls that may have placed an order of a ticket. */
  placingsOf(ticketId: string): readonly Call[] {
    return this.placings.get(ticketId) ?? [];
  }

  /** The cards that were confirmed for an order. */
  confirmationsOf(orderId: string): History['confirmations'] {
    return this.confirmations.get(orderId) ?? [];
  }

  /** Whether the bus tells that a payment has claimed an order. */
  hasClaimed(orderId: string, paymentId: string | undefined): boolean {
    return this.claims.has(claim(orderId, paymentId));
  }

  order(id: string): OrderState | undefined {
    return this.orders.get(id);
  }

  ticket(id: string): TicketState | undefined {
    return this.tickets.get(id);
  }

  payment(id: string | undefined): PaymentState | undefined {
    return id === undefined ? undefined : this.payments.get(id);
  }

  /** The PaymentIntents of an order at the bank. */
  intentsOf(orderId: string): IntentState[] {
    return this.intents.get(orderId) ?? [];
  }

  /** Whether somebody worked on a PaymentIntent by hand. Then the books can only follow. */
  isByHand(intentId: string): boolean {
    return this.byHand.has(intentId);
  }

  userOf({ actor }: Call): string | undefined {
    return this.users.get(actor);
  }
}

const claim = (orderId: string, paymentId: string | undefined) => `${orderId} ${paymentId}`;
