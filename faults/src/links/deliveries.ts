import {
  decodeDeliveredMessage,
  type DeliveredMessage,
  FrameParser,
} from '@ticketing/nats-streaming/protocol';
import type { Filter } from './link.js';

/** Decides when each copy of one delivered message reaches the client, in ms from now. */
export type Disturbance = (message: DeliveredMessage) => number[];

/** The disturbance of all connections of a link; it can be set while they run. */
export class Deliveries {
  private disturb: Disturbance | undefined;
  /** For each message that was held back: until this time no copy of it comes through. */
  private readonly heldUntil = new Map<string, number>();

  set(disturb: Disturbance | undefined): void {
    this.disturb = disturb;
  }

  /** The time at which the last message that is held back comes through; 0 when none is held back. */
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
        throw new Error(`a frame can't be understood: ${reason}`);
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
    const message = decodeDeliveredMessage(payload);
    if (!message) return [0];
    const key = `${message.subject} ${message.sequence}`;
    const now = Date.now();
    const held = this.heldUntil.get(key);
    // the broker sends a message again that is not acknowledged: that copy is late, too
    if (held !== undefined && held > now) return [held - now];
    this.heldUntil.delete(key);
    const times = this.disturb?.(message) ?? [0];
    if (times.every((ms) => ms > 0)) this.heldUntil.set(key, now + Math.min(...times));
    return times;
  }
}
