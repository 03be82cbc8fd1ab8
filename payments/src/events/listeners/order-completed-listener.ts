import { OrderStatus, Subjects } from '@ticketing/common/events';
import { OrderListener } from './order-listener.js';

/** Ends the payments of a complete order that did not pay for it. */
export class OrderCompletedListener extends OrderListener<Subjects.OrderCompleted> {
  readonly subject = Subjects.OrderCompleted;
  protected readonly state = OrderStatus.Complete;
}
