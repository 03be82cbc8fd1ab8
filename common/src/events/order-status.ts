export enum OrderStatus {
  /** The order is placed: the ticket is reserved, and nothing is paid. */
  Created = 'created',
  /** The buyer cancelled the order, its time ran out, or its payment could not be taken. This status is final. */
  Cancelled = 'cancelled',
  /** A payment has claimed the order. The order waits until the money is taken, however long that takes. */
  AwaitingPayment = 'awaiting:payment',
  /** The order is paid. This status is final: nothing cancels the order. */
  Complete = 'complete',
}

/** The statuses in which an order ends when its time is over. */
export const EXPIRING_STATUSES: readonly OrderStatus[] = [OrderStatus.Created];

/** The statuses in which an order is not at its end: it holds its ticket, and a place of its account. */
export const LIVE_STATUSES: readonly OrderStatus[] = [OrderStatus.Created, OrderStatus.AwaitingPayment];
