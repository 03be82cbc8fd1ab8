import { type OrderCompletedEvent, Subjects } from '@ticketing/common/events';
import { TimerListener } from './timer-listener.js';

/** Removes the order's timer. If `order:created` comes later, the timer fires, and orders ignores that. */
export class OrderCompletedListener extends TimerListener<Subjects.OrderCompleted> {
  readonly subject = Subjects.OrderCompleted;

  async onMessage({ id }: OrderCompletedEvent['data']) {
    await this.timers.cancel(id);
  }
}
