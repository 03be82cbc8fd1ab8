import { OrderStatus, Subjects } from '@ticketing/common/events';
import { OrderListener } from './order-listener.js';

/** Takes the money of the payment for which the order waits, and ends the others. */
export class OrderClaimedListener extends OrderListener<Subjects.OrderClaimed> {
  readonly subject = Subjects.OrderClaimed;
  protected readonly state = OrderStatus.AwaitingPayment;
}
