import { UnprocessableMessageError } from '@ticketing/common/bus';
import type { ChangingOrder } from '../models/order.js';
import { orderChanges } from '../use-cases/order-changes.js';

/**
 * Changes the order of an event, and saves it.
 * @throws {UnprocessableMessageError} when there is no such order. Every order in an event was published by this service,
 * so another attempt would not find it either. If the order was lost with the database, the message can be put back when
 * the order is.
 */
export function changeOrder<R>(id: string, change: (order: ChangingOrder) => R): Promise<R> {
  return orderChanges.change(id, (order) => {
    if (!order) throw new UnprocessableMessageError(`there is no order ${id}`);
    return change(order);
  });
}
