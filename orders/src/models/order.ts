import {
  BadRequestError,
  databaseClock,
  EXPIRING_STATUSES,
  nextVersion,
  OrderStatus,
  type OutboxFields,
  type OutboxMethods,
  outboxPlugin,
  Subjects,
} from '@ticketing/common';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import { updateIfCurrentPlugin } from 'mongoose-update-if-current';

export interface OrderFields extends OutboxFields {
  /** The buyer. */
  userId: string;
  status: OrderStatus;
  /** Until then the ticket is reserved. */
  expiresAt: Date;
  /** The ticket as it was when the order was placed. */
  ticket: { id: string; title: string; price: number };
  /** The ordinal of this reservation among all the reservations of its ticket. */
  hold: number;
  version: number;
}

interface OrderMethods extends OutboxMethods {
  /** Announces a new order. */
  place(): void;
  /**
   * Gives the ticket back. False: it was cancelled before, nothing changed.
   * @throws {BadRequestError} when the order is complete.
   */
  cancel(): boolean;
  /** Whether the order's time is over, by the database's clock, and it was not completed. */
  isOverdue(): boolean;
}

export type OrderDocument = HydratedDocument<OrderFields, OrderMethods>;

const orderSchema = new Schema<OrderFields, Model<OrderFields, object, OrderMethods>, OrderMethods>(
  {
    userId: { type: String, required: true },
    status: { type: String, required: true, enum: Object.values(OrderStatus), default: OrderStatus.Created },
    expiresAt: { type: Date, required: true },
    ticket: {
      id: { type: String, required: true },
      title: { type: String, required: true },
      price: { type: Number, required: true },
    },
    hold: { type: Number, required: true },
  },
  { versionKey: 'version' },
);
orderSchema.plugin(updateIfCurrentPlugin);
orderSchema.plugin(outboxPlugin);

// One buyer: of any number of orders that race for the next hold of a ticket, this index lets one be written
orderSchema.index({ 'ticket.id': 1, hold: 1 }, { unique: true });
orderSchema.index({ userId: 1, _id: -1 });
// for the sweep of overdue orders
orderSchema.index({ status: 1, expiresAt: 1 });

orderSchema.methods.place = function () {
  const { status, userId, expiresAt, ticket, hold } = this;
  this.record(Subjects.OrderCreated, {
    id: String(this._id),
    version: nextVersion(this),
    status,
    userId,
    expiresAt: expiresAt.toISOString(),
    ticket: { id: ticket.id, price: ticket.price, hold },
  });
};

orderSchema.methods.cancel = function () {
  if (this.status === OrderStatus.Cancelled) return false;
  if (this.status === OrderStatus.Complete) throw new BadRequestError('A complete order cannot be cancelled');
  this.status = OrderStatus.Cancelled;
  this.record(Subjects.OrderCancelled, {
    id: String(this._id),
    version: nextVersion(this),
    ticket: { id: this.ticket.id, hold: this.hold },
  });
  return true;
};

orderSchema.methods.isOverdue = function () {
  return EXPIRING_STATUSES.includes(this.status) && this.expiresAt.getTime() <= databaseClock.now();
};

export const Order = model<OrderFields, Model<OrderFields, object, OrderMethods>>('Order', orderSchema);
