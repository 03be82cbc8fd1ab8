import { Publisher, Subjects } from '@ticketing/common';

export class ExpirationCompletePublisher extends Publisher<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
}
