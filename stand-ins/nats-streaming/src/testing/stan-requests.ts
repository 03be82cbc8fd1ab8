import { ProtobufReader, ProtobufWriter } from '../protocol/protobuf.js';

// Requests as a client sends them. The tests also build wrong ones with them, which no client would send.

export function connectRequest(clientId: string, heartbeatInbox: string, connId = ''): Buffer {
  return new ProtobufWriter()
    .string(1, clientId)
    .string(2, heartbeatInbox)
    .uint(3, 1)
    .string(4, connId)
    .uint(5, 7)
    .uint(6, 4)
    .finish();
}

export function pubMsg(fields: {
  clientId?: string;
  guid?: string;
  channel?: string;
  data?: string;
  connId?: string;
}): Buffer {
  return new ProtobufWriter()
    .string(1, fields.clientId ?? '')
    .string(2, fields.guid ?? '')
    .string(3, fields.channel ?? '')
    .string(5, fields.data ?? '')
    .string(6, fields.connId ?? '')
    .finish();
}

export function subscriptionRequest(fields: {
  clientId: string;
  channel: string;
  inbox: string;
  group?: string;
  durable?: string;
  maxInFlight?: number;
  ackWaitSeconds?: number;
  startPosition?: number;
}): Buffer {
  return new ProtobufWriter()
    .string(1, fields.clientId)
    .string(2, fields.channel)
    .string(3, fields.group ?? '')
    .string(4, fields.inbox)
    .uint(5, fields.maxInFlight ?? 10)
    .uint(6, fields.ackWaitSeconds ?? 30)
    .string(7, fields.durable ?? '')
    .uint(10, fields.startPosition ?? 0)
    .finish();
}

export function unsubscribeRequest(clientId: string, channel: string, inbox: string): Buffer {
  return new ProtobufWriter().string(1, clientId).string(2, channel).string(3, inbox).finish();
}

export function ping(connId: string): Buffer {
  return new ProtobufWriter().string(1, connId).finish();
}

/** The fields of an answer by number. A string field is a string, a number field is a bigint. */
export function fields(answer: Buffer): Record<number, string | bigint> {
  const found: Record<number, string | bigint> = {};
  const reader = new ProtobufReader(answer);
  while (reader.next()) found[reader.field] = reader.value();
  return found;
}
