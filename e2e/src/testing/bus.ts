import { NatsConnection } from '@ticketing/common/bus';
import { createLogger } from '@ticketing/common/telemetry';
import type { System } from '@ticketing/local';

let clients = 0;

/** A connection to the bus of a running system, like that of a service. */
export function connectToBus(system: System): Promise<NatsConnection> {
  const { url, clusterId } = system.state().nats;
  const clientId = `e2e-${process.pid}-${clients++}`;
  return NatsConnection.connect({ url, clusterId, clientId, logger: createLogger('e2e', 'silent') });
}

/** Collects the messages of a channel from its first one on, with their times of arrival. */
export async function tap<T>(bus: NatsConnection, channel: string): Promise<{ data: T; at: number }[]> {
  const seen: { data: T; at: number }[] = [];
  await bus.subscribe({
    channel,
    queueGroup: `tap-${process.pid}-${clients++}`,
    maxInFlight: 5_000,
    ackWaitSeconds: 30,
    onMessage: (message) => {
      const text = message.getRawData().toString();
      try {
        seen.push({ data: JSON.parse(text) as T, at: Date.now() });
      } catch {
        // a test has sent a malformed message
      }
      message.ack();
    },
  });
  return seen;
}
