import { createRequire } from 'node:module';
import {
  asRedelivered,
  decodeConnectRequest,
  decodeDeliveredMessage,
  decodePubMsg,
  decodeSubscriptionRequest,
  encodeConnectResponse,
  encodeErrorResponse,
  encodeMsgProto,
  encodePubAck,
  encodeSubscriptionResponse,
} from './messages.js';
import { ProtobufReader } from './protobuf.js';

interface Generated {
  serializeBinary(): Uint8Array;
  toObject(): Record<string, unknown>;
  [setter: `set${string}`]: (value: unknown) => void;
}
interface GeneratedClass {
  new (): Generated;
  deserializeBinary(data: Uint8Array): Generated;
}

// these messages must be readable by the client's own code, which has no types
const { pb } = createRequire(__filename)('node-nats-streaming/lib/pb') as {
  pb: Record<string, GeneratedClass>;
};

function build(type: string, values: Record<string, unknown>): Buffer {
  const Message = pb[type];
  if (!Message) throw new Error(type);
  const message = new Message();
  for (const [name, value] of Object.entries(values)) message[`set${name}`]?.(value);
  return Buffer.from(message.serializeBinary());
}

function read(type: string, data: Buffer): Record<string, unknown> {
  return pb[type]?.deserializeBinary(data).toObject() ?? {};
}

describe('messages', () => {
  it('are decoded as the client encodes them', () => {
    const connect = {
      ClientId: 'me',
      HeartbeatInbox: 'hb',
      Protocol: 1,
      ConnId: Buffer.from('id'),
      PingInterval: 5,
    };
    expect(decodeConnectRequest(build('ConnectRequest', connect))).toEqual({
      clientId: 'me',
      heartbeatInbox: 'hb',
      protocol: 1,
      connId: 'id',
      pingInterval: 5,
      pingMaxOut: 0,
    });
    const publish = {
      ClientId: 'me',
      Guid: 'g',
      Subject: 'ä:b',
      Data: Buffer.from('data'),
      ConnId: Buffer.from('id'),
    };
    expect(decodePubMsg(build('PubMsg', publish))).toEqual({
      clientId: 'me',
      guid: 'g',
      subject: 'ä:b',
      reply: '',
      data: Buffer.from('data'),
      connId: 'id',
    });
    const subscribe = {
      ClientId: 'me',
      Subject: 's',
      QGroup: 'g',
      Inbox: 'i',
      MaxInFlight: 16_384,
      AckWaitInSecs: -1,
      DurableName: 'd',
      StartPosition: 2,
      StartSequence: 2 ** 40,
      StartTimeDelta: -1_500_000_000_000,
    };
    expect(decodeSubscriptionRequest(build('SubscriptionRequest', subscribe))).toEqual({
      clientId: 'me',
      subject: 's',
      queueGroup: 'g',
      inbox: 'i',
      maxInFlight: 16_384,
      ackWaitSeconds: -1,
      durableName: 'd',
      startPosition: 2,
      startSequence: 2 ** 40,
      startTimeDelta: -1_500_000_000_000n,
    });
  });

  it('are encoded so that the client can decode them', () => {
    const message = { subject: 'ä:b', reply: 'r', data: Buffer.from([0, 255, 10]) };
    const encoded = encodeMsgProto(message, 2 ** 40, 1_600_000_000_000_000_000n);
    const expected = {
      sequence: 2 ** 40,
      subject: 'ä:b',
      reply: 'r',
      data: message.data.toString('base64'),
      timestamp: 1_600_000_000_000_000_000,
      redelivered: false,
      redeliveryCount: 0,
    };
    expect(read('MsgProto', encoded)).toMatchObject(expected);
    expect(read('MsgProto', asRedelivered(encoded, 300))).toMatchObject({
      ...expected,
      redelivered: true,
      redeliveryCount: 300,
    });
    expect(read('PubAck', encodePubAck('guid', 'error'))).toEqual({ guid: 'guid', error: 'error' });
    expect(read('ConnectResponse', encodeConnectResponse({ error: 'no', pingInterval: 5 }))).toMatchObject({
      error: 'no',
      pingInterval: 5,
    });
  });

  it('to a subscriber are decoded, and other payloads are not taken for one', () => {
    const message = { subject: 'ä:b', reply: 'r', data: Buffer.from([0, 255, 10]) };
    const encoded = encodeMsgProto(message, 2 ** 40, 1_600_000_000_123_456_789n);
    const expected = {
      ...message,
      sequence: 2 ** 40,
      timestamp: 1_600_000_000_123_456_789n,
      redelivered: false,
      redeliveryCount: 0,
    };
    expect(decodeDeliveredMessage(encoded)).toEqual(expected);
    expect(decodeDeliveredMessage(asRedelivered(encoded, 300))).toEqual({
      ...expected,
      redelivered: true,
      redeliveryCount: 300,
    });
    const heartbeat = Buffer.alloc(0);
    const others = [
      heartbeat,
      encodePubAck('guid'),
      encodeSubscriptionResponse('inbox'),
      encodeErrorResponse(),
    ];
    expect(others.map(decodeDeliveredMessage)).toEqual(others.map(() => undefined));
    expect(() => decodeDeliveredMessage(encoded.subarray(0, -1))).toThrow(RangeError);
  });

  it('keep a timestamp to the nanosecond', () => {
    const encoded = encodeMsgProto(
      { subject: '', reply: '', data: Buffer.alloc(0) },
      0,
      1_600_000_000_123_456_789n,
    );
    const reader = new ProtobufReader(encoded);
    expect(reader.next()).toBe(true);
    expect(reader.int64()).toBe(1_600_000_000_123_456_789n);
  });

  it('are decoded with unknown fields, and refused when damaged', () => {
    const known = build('PubMsg', { Guid: 'g' });
    const unknown = Buffer.from([0xa0, 0x06, 0x05, 0xaa, 0x06, 0x01, 0x78]);
    expect(decodePubMsg(Buffer.concat([unknown, known])).guid).toBe('g');
    expect(() => decodePubMsg(known.subarray(0, -1))).toThrow(RangeError);
    expect(() => decodePubMsg(Buffer.from('ffffffffffffffffffffff', 'hex'))).toThrow(RangeError);
    expect(() => decodePubMsg(Buffer.from([0x08, 0x01]))).toThrow(RangeError);
  });
});
