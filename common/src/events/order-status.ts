export enum OrderStatus {
  /** The order is placed: the ticket is reserved, and nothing is paid. */
  Created = 'created',
  /** The buyer cancelled the order, or its time ran out. This status is final. */
  Cancelled = 'cancelled',
  /** The buyer is paying. The reservation can still run out. */
  AwaitingPayment = 'awaiting:payment',
  /** The order is paid. This status is final: nothing cancels the order. */
  Complete = 'complete',
}

/** The statuses in which an order holds its ticket only until `expiresAt`. */
export const EXPIRING_STATUSES: readonly OrderStatus[] = [OrderStatus.Created, OrderStatus.AwaitingPayment];
