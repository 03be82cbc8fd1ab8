import { ProtobufReader, ProtobufWriter } from './protobuf.js';

/*
 * The messages that a server reads and writes. Their fields are those of node-nats-streaming/lib/pb/protocol.proto,
 * a file of the npm package node-nats-streaming.
 */

export interface ConnectRequest {
  clientId: string;
  heartbeatInbox: string;
  protocol: number;
  connId: string;
  pingInterval: number;
  pingMaxOut: number;
}

export interface ConnectResponse {
  pubPrefix: string;
  subRequests: string;
  unsubRequests: string;
  closeRequests: string;
  subCloseRequests: string;
  pingRequests: string;
  pingInterval: number;
  pingMaxOut: number;
  protocol: number;
}

export interface PubMsg {
  clientId: string;
  guid: string;
  subject: string;
  reply: string;
  data: Buffer;
  connId: string;
}

export enum StartPosition {
  NewOnly = 0,
  LastReceived = 1,
  TimeDeltaStart = 2,
  SequenceStart = 3,
  First = 4,
}

export interface SubscriptionRequest {
  clientId: string;
  subject: string;
  queueGroup: string;
  inbox: string;
  maxInFlight: number;
  ackWaitSeconds: number;
  durableName: string;
  startPosition: number;
  startSequence: number;
  /** How far back from now the first message may be, in nanoseconds. */
  startTimeDelta: bigint;
}

export interface UnsubscribeRequest {
  clientId: string;
  subject: string;
  inbox: string;
}

const NO_BYTES = Buffer.alloc(0);

export function decodeConnectRequest(payload: Buffer): ConnectRequest {
  const request = {
    clientId: '',
    heartbeatInbox: '',
    protocol: 0,
    connId: '',
    pingInterval: 0,
    pingMaxOut: 0,
  };
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) request.clientId = reader.string();
    else if (reader.field === 2) request.heartbeatInbox = reader.string();
    else if (reader.field === 3) request.protocol = reader.int32();
    else if (reader.field === 4) request.connId = reader.bytes().toString('latin1');
    else if (reader.field === 5) request.pingInterval = reader.int32();
    else if (reader.field === 6) request.pingMaxOut = reader.int32();
    else reader.skip();
  }
  return request;
}

/** The `data` of the result is a view of the payload. */
export function decodePubMsg(payload: Buffer): PubMsg {
  const message = { clientId: '', guid: '', subject: '', reply: '', data: NO_BYTES as Buffer, connId: '' };
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) message.clientId = reader.string();
    else if (reader.field === 2) message.guid = reader.string();
    else if (reader.field === 3) message.subject = reader.string();
    else if (reader.field === 4) message.reply = reader.string();
    else if (reader.field === 5) message.data = reader.bytes();
    else if (reader.field === 6) message.connId = reader.bytes().toString('latin1');
    else reader.skip();
  }
  return message;
}

export function decodeSubscriptionRequest(payload: Buffer): SubscriptionRequest {
  const request: SubscriptionRequest = {
    clientId: '',
    subject: '',
    queueGroup: '',
    inbox: '',
    maxInFlight: 0,
    ackWaitSeconds: 0,
    durableName: '',
    startPosition: StartPosition.NewOnly,
    startSequence: 0,
    startTimeDelta: 0n,
  };
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) request.clientId = reader.string();
    else if (reader.field === 2) request.subject = reader.string();
    else if (reader.field === 3) request.queueGroup = reader.string();
    else if (reader.field === 4) request.inbox = reader.string();
    else if (reader.field === 5) request.maxInFlight = reader.int32();
    else if (reader.field === 6) request.ackWaitSeconds = reader.int32();
    else if (reader.field === 7) request.durableName = reader.string();
    else if (reader.field === 10) request.startPosition = reader.int32();
    else if (reader.field === 11) request.startSequence = reader.uint();
    else if (reader.field === 12) request.startTimeDelta = reader.int64();
    else reader.skip();
  }
  return request;
}

export function decodeUnsubscribeRequest(payload: Buffer): UnsubscribeRequest {
  const request = { clientId: '', subject: '', inbox: '' };
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) request.clientId = reader.string();
    else if (reader.field === 2) request.subject = reader.string();
    else if (reader.field === 3) request.inbox = reader.string();
    else reader.skip();
  }
  return request;
}

export function decodeCloseRequest(payload: Buffer): { clientId: string } {
  let clientId = '';
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) clientId = reader.string();
    else reader.skip();
  }
  return { clientId };
}

export function decodePing(payload: Buffer): { connId: string } {
  let connId = '';
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) connId = reader.bytes().toString('latin1');
    else reader.skip();
  }
  return { connId };
}

export function decodeAck(payload: Buffer): { subject: string; sequence: number } {
  const ack = { subject: '', sequence: 0 };
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) ack.subject = reader.string();
    else if (reader.field === 2) ack.sequence = reader.uint();
    else reader.skip();
  }
  return ack;
}

export function encodeConnectResponse(response: Partial<ConnectResponse> & { error?: string }): Buffer {
  return new ProtobufWriter(512)
    .string(1, response.pubPrefix ?? '')
    .string(2, response.subRequests ?? '')
    .string(3, response.unsubRequests ?? '')
    .string(4, response.closeRequests ?? '')
    .string(5, response.error ?? '')
    .string(6, response.subCloseRequests ?? '')
    .string(7, response.pingRequests ?? '')
    .uint(8, response.pingInterval ?? 0)
    .uint(9, response.pingMaxOut ?? 0)
    .uint(10, response.protocol ?? 0)
    .finish();
}

export function encodePubAck(guid: string, error = ''): Buffer {
  return new ProtobufWriter(96).string(1, guid).string(2, error).finish();
}

export function encodeSubscriptionResponse(ackInbox: string, error = ''): Buffer {
  return new ProtobufWriter().string(2, ackInbox).string(3, error).finish();
}

/** CloseResponse and PingResponse have one field, the error. It is empty when all went well. */
export function encodeErrorResponse(error = ''): Buffer {
  return new ProtobufWriter().string(1, error).finish();
}

export interface NewMessage {
  subject: string;
  reply: string;
  data: Buffer;
}

export function encodeMsgProto(message: NewMessage, sequence: number, timestamp: bigint): Buffer {
  const size = message.subject.length * 3 + message.reply.length * 3 + message.data.length + 64;
  return new ProtobufWriter(size)
    .uint(1, sequence)
    .string(2, message.subject)
    .string(3, message.reply)
    .bytes(4, message.data)
    .int64(5, timestamp)
    .finish();
}

/** Marks a stored message as redelivered. In protobuf, fields may be appended to an encoded message. */
export function asRedelivered(msgProto: Buffer, count: number): Buffer {
  return Buffer.concat([msgProto, new ProtobufWriter(16).bool(6, true).uint(7, count).finish()]);
}

/** A message of a channel as a subscriber gets it. */
export interface DeliveredMessage {
  /** The channel. */
  subject: string;
  sequence: number;
  reply: string;
  data: Buffer;
  /** The time of publishing, in nanoseconds since 1970. */
  timestamp: bigint;
  redelivered: boolean;
  /** 0 for the first delivery. */
  redeliveryCount: number;
}

/** A MsgProto begins with its sequence, a varint in field 1. No other message to a client begins so. */
const MSG_PROTO_START = 0x08;

/**
 * Decodes the payload of a frame that goes to a client. Returns undefined when it is not a message of a channel but, for
 * instance, an acknowledgement or a heartbeat. The `data` of the result is a view of the payload. Throws a RangeError
 * when the message is damaged.
 */
export function decodeDeliveredMessage(payload: Buffer): DeliveredMessage | undefined {
  if (payload[0] !== MSG_PROTO_START) return undefined;
  const message: DeliveredMessage = {
    subject: '',
    sequence: 0,
    reply: '',
    data: NO_BYTES,
    timestamp: 0n,
    redelivered: false,
    redeliveryCount: 0,
  };
  const reader = new ProtobufReader(payload);
  while (reader.next()) {
    if (reader.field === 1) message.sequence = reader.uint();
    else if (reader.field === 2) message.subject = reader.string();
    else if (reader.field === 3) message.reply = reader.string();
    else if (reader.field === 4) message.data = reader.bytes();
    else if (reader.field === 5) message.timestamp = reader.int64();
    else if (reader.field === 6) message.redelivered = reader.uint() !== 0;
    else if (reader.field === 7) message.redeliveryCount = reader.uint();
    else reader.skip();
  }
  return message.subject === '' ? undefined : message;
}
