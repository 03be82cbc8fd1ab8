import { readChannels } from '@ticketing/common/replay';
import type { State } from '@ticketing/local';
import type { BusMessage } from './snapshot.js';

/** Reads every message of these channels, from the first one on, as the bus keeps it. */
export async function readBus(nats: State['nats'], channels: readonly string[]): Promise<BusMessage[]> {
  const found = await readChannels(nats, channels);
  return channels.flatMap((channel, index) =>
    (found[index] ?? []).map((message) => ({
      channel,
      sequence: message.getSequence(),
      at: message.getTimestamp().getTime(),
      body: message.getRawData().toString(),
    })),
  );
}
