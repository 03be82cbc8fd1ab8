import { NatsConnection } from '@ticketing/common/bus';
import { createLogger } from '@ticketing/common/telemetry';
import type { System } from '@ticketing/local';

let clients = 0;

/** A connection of its own to the bus of a running system, as a service would have one. */
export function connectToBus(system: System): Promise<NatsConnection> {
  const { url, clusterId } = system.state().nats;
  const clientId = `e2e-${process.pid}-${clients++}`;
  return NatsConnection.connect({ url, clusterId, clientId, logger: createLogger('e2e', 'silent') });
}

/** What arrives on a channel, from its first message on, with the time of arrival. */
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
        // a test put it there to be malformed
      }
      message.ack();
    },
  });
  return seen;
}
