export enum OrderStatus {
  /** Placed: the ticket is reserved, nothing is paid. */
  Created = 'created',
  /** The buyer gave it up, or its time ran out. Final. */
  Cancelled = 'cancelled',
  /** The buyer is paying. The reservation can still run out. */
  AwaitingPayment = 'awaiting:payment',
  /** Paid. Final: nothing cancels it. */
  Complete = 'complete',
}

/** The statuses in which an order holds its ticket only until `expiresAt`. */
export const EXPIRING_STATUSES: readonly OrderStatus[] = [OrderStatus.Created, OrderStatus.AwaitingPayment];
