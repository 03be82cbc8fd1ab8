import { BatchedChanges } from '@ticketing/common/outbox';
import { Order, type OrderFields, type OrderMethods } from '../models/order.js';

/**
 * The changes of orders that events and the sweep make. All orders of an on-sale can be paid or expire in one second, so
 * they share their reads and writes. A change runs again when somebody else saved the order in between.
 */
export const orderChanges: BatchedChanges<OrderFields, OrderMethods> = new BatchedChanges(Order);
