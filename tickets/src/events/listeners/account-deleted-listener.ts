import { Listener } from '@ticketing/common/bus';
import { type AccountDeletedEvent, Subjects } from '@ticketing/common/events';
import { withdrawTickets } from '../../use-cases/withdraw-tickets.js';
import { QUEUE_GROUP } from '../queue-group.js';

/** Takes the tickets of the account off the market. */
export class AccountDeletedListener extends Listener<Subjects.AccountDeleted> {
  readonly subject = Subjects.AccountDeleted;
  readonly queueGroup = QUEUE_GROUP;

  async onMessage({ id }: AccountDeletedEvent['data']) {
    await withdrawTickets(id.toLowerCase());
  }
}
