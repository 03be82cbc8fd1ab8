import { type DeadLetter, NatsConnection } from '@ticketing/common/bus';
import { DEAD_LETTER_CHANNEL, type Subjects } from '@ticketing/common/events';
import { logger } from './logger.js';
import { NatsStreamingServer } from './stand-ins.js';

/** Starts a broker for the tests of a file, and connects to it as a service does. */
export function testBus() {
  const server = new NatsStreamingServer();
  let connection: NatsConnection;
  beforeAll(async () => {
    await server.start();
    const { url, clusterId } = server;
    connection = await NatsConnection.connect({ url, clusterId, clientId: 'service', logger });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  /** Collects the bodies of a channel's messages, from the first one on. The list grows as messages arrive. */
  async function tap<T>(channel: string): Promise<T[]> {
    const seen: T[] = [];
    await connection.subscribe({
      channel,
      queueGroup: 'test',
      maxInFlight: 100,
      ackWaitSeconds: 30,
      onMessage: (message) => {
        seen.push(JSON.parse(message.getRawData().toString()) as T);
        message.ack();
      },
    });
    return seen;
  }

  return {
    server,
    /** The connection. It exists once the `beforeAll` above has run. */
    get connection() {
      return connection;
    },
    publish: (subject: Subjects, data: object) => connection.publish(subject, JSON.stringify(data)),
    tap,
    /** Collects parked messages. The list grows as messages arrive. */
    deadLetters: () => tap<DeadLetter>(DEAD_LETTER_CHANNEL),
  };
}
