import { type OrderCancelledEvent, Subjects } from '@ticketing/common/events';
import { TimerListener } from './timer-listener.js';

/** Removes the order's timer. */
export class OrderCancelledListener extends TimerListener<Subjects.OrderCancelled> {
  readonly subject = Subjects.OrderCancelled;

  async onMessage({ id }: OrderCancelledEvent['data']) {
    await this.timers.cancel(id);
  }
}
