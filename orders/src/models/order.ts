import { BadRequestError } from '@ticketing/common/errors';
import {
  EXPIRING_STATUSES,
  LIVE_STATUSES,
  OrderStatus,
  refuseTooFarAhead,
  Subjects,
} from '@ticketing/common/events';
import { toCents } from '@ticketing/common/money';
import { databaseClock } from '@ticketing/common/mongo';
import {
  begin,
  type Begun,
  type Changing,
  type OutboxFields,
  outboxPlugin,
  record,
} from '@ticketing/common/outbox';
import { currentTraceparent } from '@ticketing/common/telemetry';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import type { TicketFields } from './ticket.js';

/** The order's record of its ticket, as the ticket was when the order was placed. */
export interface TicketSnapshot extends Pick<TicketFields, 'title' | 'price'> {
  id: string;
}

export function snapshotOf(id: string, { title, price }: TicketFields): TicketSnapshot {
  return { id, title, price };
}

/** Why an order was cancelled: its buyer did it, its time ran out, or the payment that had claimed it has failed. */
export type CancelReason = 'buyer' | 'expired' | 'payment-failed';

/** Money that was taken for an order and given back. */
export interface Refund {
  paymentId: string;
  /** Cents. */
  amount: number;
  /** The id of the refund at Stripe. */
  refundId: string;
  /** The version of the payment that says so. */
  version: number;
}

/** A payment whose money is reserved or taken. */
export interface Paying {
  paymentId: string;
  /** Cents. */
  amount: number;
}

export interface OrderFields extends OutboxFields {
  /** The buyer. */
  userId: string;
  status: OrderStatus;
  /** The ticket is reserved until this instant. */
  expiresAt: Date;
  /**
   * The time of the cancellation by the clock of the database. It is not before `expiresAt` when the time of the order ran
   * out. Orders that were cancelled before this field existed do not have it.
   */
  cancelledAt?: Date;
  /** Orders that were cancelled before this field existed do not have it. */
  cancelReason?: CancelReason;
  /** The payment that has claimed the order. No other payment can complete the order. */
  paymentId?: string;
  /** The time at which the order was complete, by the clock of the database. */
  completedAt?: Date;
  /** Payments that have ended without money. None of them can claim the order any more. */
  failedPayments?: string[];
  refund?: Refund;
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
  /**
   * The `traceparent` of the request that placed the order, so that the sweep goes on with its trace. Orders that were placed
   * before this field existed do not have it.
   */
  trace?: string | undefined;
}

/** The fields of a new order. */
type NewOrder = Pick<OrderFields, 'userId' | 'expiresAt' | 'ticket' | 'hold' | 'place' | 'heldSince'>;

export interface OrderMethods {
  /**
   * The buyer gives the order up, which releases its ticket.
   * @returns false when the order was cancelled before; then nothing changed.
   * @throws {BadRequestError} when the order is complete, or a payment has claimed it.
   */
  cancel(): boolean;
  /**
   * Cancels the order because its time is over.
   * @returns false when its time is not over, or no longer counts; then nothing changed.
   */
  expire(): boolean;
  /**
   * A payment whose money is reserved claims the order: from now on the order does not end before that payment does. No
   * clock is compared, so an order whose time is over can still be claimed until somebody cancels it.
   *
   * A payment that cannot claim the order is answered, too: the event that says who holds the order, or how it ended, is
   * recorded once more. So a payments service that lost its data or heard things late learns the end.
   * @returns 'other-amount' when the amount is not the price of the order, and 'failed' when the payment has failed
   * before. In both cases nothing changed, and the order can still be cancelled.
   */
  claim(payment: Paying): 'answered' | 'other-amount' | 'failed';
  /**
   * The money of a payment has been taken: the order is complete. An order that nobody has claimed is completed, too; its
   * claim was lost with a part of the database.
   * @returns 'refused' when the order is cancelled, belongs to another payment, or has another price; then nothing changed.
   */
  complete(payment: Paying): 'complete' | 'refused';
  /**
   * A payment has ended without money. If it has claimed the order, the order is cancelled. If it has not, it can no longer
   * do so, and the buyer may pay in another way.
   * @returns whether this has changed anything.
   */
  paymentFailed(paymentId: string): boolean;
  /**
   * Keeps that money was given back. The order stays what it is.
   * @returns 'refused' when the order belongs to another payment; then nothing changed.
   * @throws {TooFarAheadError} when no honest event of the payment has the version of the refund yet.
   */
  keepRefund(refund: Refund): 'kept' | 'refused';
  /** Whether the time of the order is over by the database's clock, and it would still run out. */
  isOverdue(): boolean;
}

interface OrderStatics {
  /** Makes an order that reserves its ticket, with its event. `insert` writes both. */
  place(order: NewOrder): PlacedOrder;
}

export type PlacedOrder = Begun<OrderFields>;
export type OrderDocument = HydratedDocument<OrderFields, OrderMethods>;
/** An order for a change. */
export type ChangingOrder = Changing<OrderFields, OrderMethods>;
type OrderModel = Model<OrderFields, object, OrderMethods> & OrderStatics;

/** They work on documents of mongoose and on those of `BatchedChanges`. */
const methods: OrderMethods & ThisType<ChangingOrder> = {
  cancel() {
    if (this.status === OrderStatus.Cancelled) return false;
    if (this.status === OrderStatus.Complete) {
      throw new BadRequestError('A complete order cannot be cancelled');
    }
    if (this.status === OrderStatus.AwaitingPayment) {
      throw new BadRequestError(
        'A payment for this order is being taken. Look at the order again in a moment',
      );
    }
    end(this, 'buyer');
    return true;
  },
  expire() {
    if (!isOverdue(this)) return false;
    end(this, 'expired');
    return true;
  },
  claim({ paymentId, amount }) {
    if (this.status === OrderStatus.Created) {
      if (this.failedPayments?.includes(paymentId)) return 'failed';
      if (amount !== toCents(this.ticket.price)) return 'other-amount';
      this.status = OrderStatus.AwaitingPayment;
      this.paymentId = paymentId;
    }
    announce(this);
    return 'answered';
  },
  complete({ paymentId, amount }) {
    const { status } = this;
    const isOthers = this.paymentId !== undefined && this.paymentId !== paymentId;
    if (status === OrderStatus.Cancelled || isOthers || amount !== toCents(this.ticket.price)) {
      return 'refused';
    }
    if (status === OrderStatus.Complete) return 'complete';
    this.status = OrderStatus.Complete;
    this.paymentId = paymentId;
    this.completedAt = new Date(databaseClock.now());
    announce(this);
    return 'complete';
  },
  paymentFailed(paymentId) {
    if (this.status === OrderStatus.AwaitingPayment && this.paymentId === paymentId) {
      end(this, 'payment-failed');
      return true;
    }
    if (this.status !== OrderStatus.Created || this.failedPayments?.includes(paymentId)) return false;
    this.failedPayments = [...(this.failedPayments ?? []), paymentId];
    return true;
  },
  keepRefund(refund) {
    if (this.paymentId !== undefined && this.paymentId !== refund.paymentId) return 'refused';
    const known = this.refund?.paymentId === refund.paymentId ? this.refund.version : -1;
    refuseTooFarAhead(`the version of the payment ${refund.paymentId}`, refund.version, Math.max(0, known));
    if (refund.version > known) this.refund = refund;
    return 'kept';
  },
  isOverdue() {
    return isOverdue(this);
  },
};

const orderSchema = new Schema<OrderFields, OrderModel, OrderMethods, object, object, OrderStatics>(
  {
    userId: { type: String, required: true },
    status: { type: String, required: true, enum: Object.values(OrderStatus), default: OrderStatus.Created },
    expiresAt: { type: Date, required: true },
    cancelledAt: Date,
    cancelReason: String,
    paymentId: String,
    completedAt: Date,
    failedPayments: { type: [String], default: undefined },
    refund: new Schema(
      { paymentId: String, amount: Number, refundId: String, version: Number },
      { _id: false },
    ),
    ticket: {
      id: { type: String, required: true },
      title: { type: String, required: true },
      price: { type: Number, required: true },
    },
    hold: { type: Number, required: true },
    place: Number,
    heldSince: Date,
    trace: String,
  },
  {
    statics: {
      place(fields) {
        const { userId, expiresAt, ticket, hold } = fields;
        const status = OrderStatus.Created;
        const order = { ...fields, status, trace: currentTraceparent() };
        return begin<OrderFields, Subjects.OrderCreated>(order, Subjects.OrderCreated, {
          status,
          userId,
          expiresAt: expiresAt.toISOString(),
          ticket: { id: ticket.id, price: ticket.price, hold },
        });
      },
    },
    methods,
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

/** Cancels the order, which releases its ticket. */
function end(order: ChangingOrder, reason: CancelReason): void {
  order.status = OrderStatus.Cancelled;
  order.cancelReason = reason;
  order.cancelledAt = new Date(databaseClock.now());
  announce(order);
}

/** Records the event that says what became of the order. */
function announce(order: ChangingOrder): void {
  const { status, userId, paymentId, hold } = order;
  const { id, price } = order.ticket;
  switch (status) {
    case OrderStatus.Cancelled:
      return record(order, Subjects.OrderCancelled, { ticket: { id, hold } });
    case OrderStatus.AwaitingPayment:
      return record(order, Subjects.OrderClaimed, { paymentId: paymentId!, ticket: { id, price, hold } });
    case OrderStatus.Complete:
      return record(order, Subjects.OrderCompleted, {
        userId,
        paymentId: paymentId!,
        ticket: { id, price, hold },
      });
    case OrderStatus.Created:
  }
}

/** See the method of the same name. */
export function isOverdue({ status, expiresAt }: Pick<OrderFields, 'status' | 'expiresAt'>): boolean {
  return EXPIRING_STATUSES.includes(status) && expiresAt.getTime() <= databaseClock.now();
}

export const Order = model<OrderFields, OrderModel>('Order', orderSchema);
