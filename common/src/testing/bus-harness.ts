import { NatsStreamingServer } from './stand-ins.js';
import { NatsConnection, type NatsOptions } from '../bus/nats-connection.js';
import type { DeadLetter } from '../bus/dead-letter.js';
import { DEAD_LETTER_CHANNEL } from '../events/subjects.js';
import { silentLogger } from './silent-logger.js';

let clients = 0;

/** Starts a broker for the tests of one file. Connections to it are closed after each test. */
export function busHarness(options: { dir?: string } = {}) {
  const server = new NatsStreamingServer(options);
  let open: NatsConnection[] = [];

  beforeAll(() => server.start());
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    open = [];
  });

  async function connect(overrides: Partial<NatsOptions> = {}) {
    const connection = await NatsConnection.connect({
      url: server.url,
      clusterId: server.clusterId,
      clientId: `test-${process.pid}-${clients++}`,
      logger: silentLogger,
      ...overrides,
    });
    open.push(connection);
    return connection;
  }

  /** Collects the bodies of a channel's messages, from the first one on. The list grows as messages arrive. */
  async function tap(channel: string): Promise<string[]> {
    const seen: string[] = [];
    const connection = await connect();
    await connection.subscribe({
      channel,
      queueGroup: `tap-${clients++}`,
      maxInFlight: 1000,
      ackWaitSeconds: 30,
      onMessage: (message) => {
        seen.push(message.getRawData().toString());
        message.ack();
      },
    });
    return seen;
  }

  /** Collects parked messages. The result returns those that have arrived so far. */
  async function deadLetters(): Promise<() => DeadLetter[]> {
    const seen = await tap(DEAD_LETTER_CHANNEL);
    return () => seen.map((body) => JSON.parse(body) as DeadLetter);
  }

  return { server, connect, tap, deadLetters };
}
