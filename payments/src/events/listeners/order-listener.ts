import { Listener, type NatsConnection } from '@ticketing/common/bus';
import type { EventData, OrderStatus, Subjects } from '@ticketing/common/events';
import type { Reconciler } from '../../reconcile/reconciler.js';
import { handleOrder } from '../../use-cases/handle-order.js';
import { QUEUE_GROUP } from '../queue-group.js';

type OrderSubjects = Subjects.OrderCancelled | Subjects.OrderClaimed | Subjects.OrderCompleted;

/** Hears that orders have come to a state. */
export abstract class OrderListener<S extends OrderSubjects> extends Listener<S> {
  readonly queueGroup = QUEUE_GROUP;
  /** The state of an order with the event of this listener. */
  protected abstract readonly state: OrderStatus;

  constructor(
    connection: NatsConnection,
    private readonly reconciler: Reconciler,
  ) {
    super(connection);
  }

  async onMessage(order: EventData<S>) {
    await handleOrder(this.state, order, { reconciler: this.reconciler, logger: this.logger });
  }
}
