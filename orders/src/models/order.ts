import { BadRequestError } from '@ticketing/common/errors';
import { EXPIRING_STATUSES, LIVE_STATUSES, OrderStatus, Subjects } from '@ticketing/common/events';
import { databaseClock } from '@ticketing/common/mongo';
import { type OutboxFields, outboxPlugin, record } from '@ticketing/common/outbox';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import type { TicketFields } from './ticket.js';

/** The order's record of its ticket, as the ticket was when the order was placed. */
export interface TicketSnapshot extends Pick<TicketFields, 'title' | 'price'> {
  id: string;
}

export function snapshotOf(id: string, { title, price }: TicketFields): TicketSnapshot {
  return { id, title, price };
}

export interface OrderFields extends OutboxFields {
  /** The buyer. */
  userId: string;
  status: OrderStatus;
  /** The ticket is reserved until this instant. */
  expiresAt: Date;
  /**
   * The time of the cancellation by the clock of the database. It is before `expiresAt` if and only if the buyer
   * cancelled the order. Orders that were cancelled before this field existed do not have it.
   */
  cancelledAt?: Date;
  ticket: TicketSnapshot;
  /** The number of this reservation among all the reservations of its ticket: 1, 2, 3 … */
  hold: number;
  /**
   * An account has a limited number of places for live orders: 1, 2, 3 … A live order takes one of them, and gives it back
   * when it is cancelled or complete. Orders that were placed before this field existed have no place.
   */
  place?: number | undefined;
  /**
   * The time since which the buyer holds the ticket. It is earlier than the time of this order when the buyer gave up
   * another order of the ticket shortly before.
   */
  heldSince?: Date | undefined;
}

/** The fields of a new order. */
type NewOrder = Pick<OrderFields, 'userId' | 'expiresAt' | 'ticket' | 'hold' | 'place' | 'heldSince'>;

interface OrderMethods {
  /**
   * Cancels the order, which releases its ticket.
   * @returns false when the order was cancelled before; then nothing changed.
   * @throws {BadRequestError} when the order is complete.
   */
  cancel(): boolean;
  /** Whether the time of the order is over by the database's clock, and it is neither complete nor cancelled. */
  isOverdue(): boolean;
}

interface OrderStatics {
  /** Makes an order that reserves its ticket, and records its event. `save` writes both. */
  place(order: NewOrder): OrderDocument;
}

export type OrderDocument = HydratedDocument<OrderFields, OrderMethods>;
type OrderModel = Model<OrderFields, object, OrderMethods> & OrderStatics;

const orderSchema = new Schema<OrderFields, OrderModel, OrderMethods, object, object, OrderStatics>(
  {
    userId: { type: String, required: true },
    status: { type: String, required: true, enum: Object.values(OrderStatus), default: OrderStatus.Created },
    expiresAt: { type: Date, required: true },
    cancelledAt: Date,
    ticket: {
      id: { type: String, required: true },
      title: { type: String, required: true },
      price: { type: Number, required: true },
    },
    hold: { type: Number, required: true },
    place: Number,
    heldSince: Date,
  },
  {
    statics: {
      place(fields) {
        const { userId, expiresAt, ticket, hold } = fields;
        const order = new this(fields);
        record(order, Subjects.OrderCreated, {
          status: order.status,
          userId,
          expiresAt: expiresAt.toISOString(),
          ticket: { id: ticket.id, price: ticket.price, hold },
        });
        return order;
      },
    },
    methods: {
      cancel() {
        if (this.status === OrderStatus.Cancelled) return false;
        if (this.status === OrderStatus.Complete) {
          throw new BadRequestError('A complete order cannot be cancelled');
        }
        this.status = OrderStatus.Cancelled;
        this.cancelledAt = new Date(databaseClock.now());
        record(this, Subjects.OrderCancelled, { ticket: { id: this.ticket.id, hold: this.hold } });
        return true;
      },
      isOverdue() {
        return isOverdue(this);
      },
    },
  },
);
orderSchema.plugin(outboxPlugin);

// One buyer: when several orders race for the next hold of a ticket, this index lets only one of them be written
orderSchema.index({ 'ticket.id': 1, hold: 1 }, { unique: true });
orderSchema.index({ userId: 1, _id: -1 });
// The limit of an account: of several live orders that race for one place, this index lets only one be written. It holds
// only live orders, so a change of the status gives the place back
orderSchema.index(
  { userId: 1, place: 1 },
  { unique: true, partialFilterExpression: { place: { $gt: 0 }, status: { $in: LIVE_STATUSES } } },
);
// for the last order that a buyer had of a ticket
orderSchema.index({ userId: 1, 'ticket.id': 1, hold: -1 });
// for the sweep of overdue orders
orderSchema.index({ status: 1, expiresAt: 1 });

/** See the method of the same name. */
export function isOverdue({ status, expiresAt }: Pick<OrderFields, 'status' | 'expiresAt'>): boolean {
  return EXPIRING_STATUSES.includes(status) && expiresAt.getTime() <= databaseClock.now();
}

export const Order = model<OrderFields, OrderModel>('Order', orderSchema);
