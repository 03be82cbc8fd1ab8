import { ProtobufReader, ProtobufWriter } from './protobuf.js';

/** The messages of node-nats-streaming/lib/pb/protocol.proto that a server reads and writes. */
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
  /** Nanoseconds. */
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

/** `data` is a view of the payload. */
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

/** CloseResponse and PingResponse both hold nothing but an error, or nothing. */
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

/** A stored message marked as redelivered: in protobuf, fields may simply be appended. */
export function asRedelivered(msgProto: Buffer, count: number): Buffer {
  return Buffer.concat([msgProto, new ProtobufWriter(16).bool(6, true).uint(7, count).finish()]);
}
