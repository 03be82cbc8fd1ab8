import { FrameParser, ProtobufReader } from '@ticketing/nats-streaming/protocol';
import type { Filter } from './link.js';

/** What happens to one delivered message: when each copy of it reaches the client, in ms from now. */
export type Disturbance = (message: { channel: string; sequence: number }) => number[];

/** The disturbance of all connections of a link; settable while they run. */
export class Deliveries {
  private disturb: Disturbance | undefined;
  /** Of each message that was held back once, until when no copy of it comes through. */
  private readonly heldUntil = new Map<string, number>();

  set(disturb: Disturbance | undefined): void {
    this.disturb = disturb;
  }

  /** When the last message that is held back comes through; 0 when none is. */
  get lastDue(): number {
    return Math.max(0, ...this.heldUntil.values());
  }

  /** For a connection from its first byte on. Understands the protocol of NATS and, in it, NATS Streaming's messages. */
  filter(): Filter {
    let line = '';
    let out: Buffer[] = [];
    let passNow: (chunk: Buffer) => void = () => undefined;
    const later = (frame: Buffer, ms: number) => {
      const pass = passNow;
      setTimeout(() => pass(frame), ms).unref();
    };
    const parser = new FrameParser({
      onLine: (text) => {
        line = text;
        if (text.startsWith('MSG ')) return Number(text.slice(text.lastIndexOf(' ') + 1));
        out.push(Buffer.from(`${text}\r\n`));
        return -1;
      },
      onPayload: (payload) => {
        const frame = Buffer.concat([Buffer.from(`${line}\r\n`), payload, Buffer.from('\r\n')]);
        for (const ms of this.times(payload)) {
          if (ms <= 0) out.push(frame);
          else later(frame, ms);
        }
      },
      onProtocolError: (reason) => {
        throw new Error(`a frame that is not understood: ${reason}`);
      },
    });
    return (chunk, pass) => {
      passNow = pass;
      out = [];
      parser.push(chunk);
      if (out.length > 0) pass(Buffer.concat(out));
    };
  }

  private times(payload: Buffer): number[] {
    if (!this.disturb && this.heldUntil.size === 0) return [0];
    const message = delivered(payload);
    if (!message) return [0];
    const key = `${message.channel} ${message.sequence}`;
    const now = Date.now();
    const held = this.heldUntil.get(key);
    // the broker sends again what is not acknowledged: that copy is late, too
    if (held !== undefined && held > now) return [held - now];
    this.heldUntil.delete(key);
    const times = this.disturb?.(message) ?? [0];
    if (times.every((ms) => ms > 0)) this.heldUntil.set(key, now + Math.min(...times));
    return times;
  }
}

/** A message of a channel, or undefined for what else comes from the broker: acknowledgements, heartbeats. */
function delivered(payload: Buffer): { channel: string; sequence: number } | undefined {
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
