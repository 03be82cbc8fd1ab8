import { Publisher } from '@ticketing/common/bus';
import { Subjects } from '@ticketing/common/events';

export class ExpirationCompletePublisher extends Publisher<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
}
