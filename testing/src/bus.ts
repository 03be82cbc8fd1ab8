import { type DeadLetter, NatsConnection } from '@ticketing/common/bus';
import { DEAD_LETTER_CHANNEL, type Subjects } from '@ticketing/common/events';
import { logger } from './logger.js';
import { NatsStreamingServer } from './stand-ins.js';

/** A broker for the tests of a file, and a connection to it, as the service has one. */
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

  /** The bodies of a channel's messages, from its first message on, as they arrive. */
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
    /** There from the first `beforeAll` of the file on. */
    get connection() {
      return connection;
    },
    publish: (subject: Subjects, data: object) => connection.publish(subject, JSON.stringify(data)),
    tap,
    /** The messages that were parked so far, and from now on. */
    deadLetters: () => tap<DeadLetter>(DEAD_LETTER_CHANNEL),
  };
}
