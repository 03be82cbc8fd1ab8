import { OrderStatus, Subjects } from '@ticketing/common/events';
import { OrderListener } from './order-listener.js';

/** Ends the payments of an order that has ended without one. */
export class OrderCancelledListener extends OrderListener<Subjects.OrderCancelled> {
  readonly subject = Subjects.OrderCancelled;
  protected readonly state = OrderStatus.Cancelled;
}
