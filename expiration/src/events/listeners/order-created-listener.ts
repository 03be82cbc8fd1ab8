import { type OrderCreatedEvent, Subjects } from '@ticketing/common/events';
import { TimerListener } from './timer-listener.js';

/** Sets the order's timer. */
export class OrderCreatedListener extends TimerListener<Subjects.OrderCreated> {
  readonly subject = Subjects.OrderCreated;

  async onMessage({ id, expiresAt }: OrderCreatedEvent['data']) {
    await this.timers.schedule(id, new Date(expiresAt));
  }
}
