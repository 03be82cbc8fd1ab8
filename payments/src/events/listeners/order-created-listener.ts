import { Listener } from '@ticketing/common/bus';
import { type OrderCreatedEvent, Subjects } from '@ticketing/common/events';
import { replicateNewOrder } from '../../models/order.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Stores a copy of a new order, so that it can be paid. */
export class OrderCreatedListener extends Listener<Subjects.OrderCreated> {
  readonly subject = Subjects.OrderCreated;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage(order: OrderCreatedEvent['data']) {
    await replicateNewOrder(order);
  }
}
