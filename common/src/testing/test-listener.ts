import { Listener } from '../bus/listener.js';
import type { NatsConnection } from '../bus/nats-connection.js';
import type { EventData } from '../events/event-map.js';
import { Subjects } from '../events/subjects.js';

type Data = EventData<Subjects.ExpirationComplete>;

let groups = 0;
let orders = Date.now();

/** Remembers the ids of the orders whose events it has handled. Its queue group is new unless one is given. */

export class TestListener extends Listener<Subjects.ExpirationComplete> {
  readonly subject = Subjects.ExpirationComplete;
  readonly handled: string[] = [];
  attempts = 0;

  constructor(
    connection: NatsConnection,
    private readonly work: (data: Data, attempt: number) => Promise<void> | void = () => undefined,
    readonly queueGroup = `group-${groups++}`,
  ) {
    super(connection);
  }

  async onMessage(data: Data) {
    await this.work(data, ++this.attempts);
    this.handled.push(data.orderId);
  }
}

export const newId = () => (orders++).toString(16).padStart(24, '0');

/** Publishes an event that a `TestListener` hears. */
export const publish = (connection: NatsConnection, data: unknown) =>
  connection.publish(Subjects.ExpirationComplete, JSON.stringify(data));

/** Makes later subscriptions wait only one second for an acknowledgement. Returns the sequences of all deliveries. */
export function withShortAckWait(connection: NatsConnection) {
  const deliveries: number[] = [];
  const subscribe = connection.subscribe.bind(connection);
  jest.spyOn(connection, 'subscribe').mockImplementation((spec) =>
    subscribe({
      ...spec,
      ackWaitSeconds: 1,
      onMessage: (message) => {
        deliveries.push(message.getSequence());
        spec.onMessage(message);
      },
    }),
  );
  return deliveries;
}
