import { ProtobufReader } from '@ticketing/nats-streaming/protocol';

/** A message that NATS Streaming delivers to a subscription. */
export interface DeliveredMessage {
  channel: string;
  sequence: number;
}

/**
 * Reads a message of a channel out of the payload of a NATS frame (MsgProto in
 * node-nats-streaming/lib/pb/protocol.proto); undefined for anything else that the broker sends:
 * acknowledgements, heartbeats.
 */
export function deliveredMessage(payload: Buffer): DeliveredMessage | undefined {
  if (payload[0] !== 0x08) return undefined; // MsgProto begins with its sequence, a varint
  const reader = new ProtobufReader(payload);
  let sequence = 0;
  let channel = '';
  while (reader.next()) {
    if (reader.field === 1) sequence = reader.uint();
    else if (reader.field === 2) channel = reader.string();
    else reader.skip();
  }
  return channel ? { channel, sequence } : undefined;
}
