import { FRAME_HEAD_BYTES, sealFrame } from './frames.js';
import type { StateChange, StateModel } from './state-model.js';

const CHANGE = 1;
const SENT = 2;
const ACKNOWLEDGED = 3;
const SEQUENCE_BYTES = 6;
const SENT_BYTES = 1 + 4 + SEQUENCE_BYTES;
const INITIAL_BYTES = 4_096;

/** Gathers the changes of one turn into one frame, so that a restart finds either all of them or none. */
export class StateFrame {
  private buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  private used = FRAME_HEAD_BYTES;

  get empty(): boolean {
    return this.used === FRAME_HEAD_BYTES;
  }

  change(change: StateChange): void {
    const json = Buffer.from(JSON.stringify(change));
    this.reserve(5 + json.length);
    this.used = this.buffer.writeUInt8(CHANGE, this.used);
    this.used = this.buffer.writeUInt32LE(json.length, this.used);
    this.buffer.set(json, this.used);
    this.used += json.length;
  }

  sent(subscriptionId: number, sequence: number): void {
    this.sequence(SENT, subscriptionId, sequence);
  }

  acknowledged(subscriptionId: number, sequence: number): void {
    this.sequence(ACKNOWLEDGED, subscriptionId, sequence);
  }

  /** Returns the complete frame. It is valid until the next change. */
  seal(): Buffer {
    const frame = this.buffer.subarray(0, this.used);
    sealFrame(frame);
    return frame;
  }

  clear(): void {
    this.used = FRAME_HEAD_BYTES;
  }

  private sequence(kind: number, subscriptionId: number, sequence: number): void {
    this.reserve(SENT_BYTES);
    this.used = this.buffer.writeUInt8(kind, this.used);
    this.used = this.buffer.writeUInt32LE(subscriptionId, this.used);
    this.used = this.buffer.writeUIntLE(sequence, this.used, SEQUENCE_BYTES);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.used + bytes, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

/** Applies the changes in the body of a frame to the model. */
export function applyFrame(body: Buffer, model: StateModel): void {
  let position = 0;
  while (position < body.length) {
    const kind = body.readUInt8(position);
    if (kind === CHANGE) {
      const end = position + 5 + body.readUInt32LE(position + 1);
      model.apply(JSON.parse(body.toString('utf8', position + 5, end)) as StateChange);
      position = end;
      continue;
    }
    const subscriptionId = body.readUInt32LE(position + 1);
    const sequence = body.readUIntLE(position + 5, SEQUENCE_BYTES);
    if (kind === SENT) model.sent(subscriptionId, sequence);
    else model.acknowledged(subscriptionId, sequence);
    position += SENT_BYTES;
  }
}

/** Returns one frame that holds the whole model. */
export function dump(model: StateModel): Buffer {
  const frame = new StateFrame();
  if (model.clusterId !== undefined) frame.change({ clusterId: model.clusterId });
  for (const client of model.clients.values()) frame.change({ client });
  for (const { record, pending } of model.subscriptions.values()) {
    frame.change({ subscription: record });
    for (const sequence of pending) frame.sent(record.id, sequence);
  }
  return frame.seal();
}
