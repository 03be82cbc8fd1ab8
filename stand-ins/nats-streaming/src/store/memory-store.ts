import { encodeMsgProto, type NewMessage } from '../protocol/messages.js';
import { nextTimestamp, nowNs } from './clock.js';
import { exceeds } from './limits.js';
import type { Limits, MessageStore, RecoveredState, Store } from './store.js';

/** Keeps messages in memory. They are lost when the process ends. */
export class MemoryStore implements Store {
  private readonly channels = new Map<string, MemoryMessages>();

  constructor(private readonly limits: Limits) {}

  recover(): RecoveredState {
    return { clients: [], subscriptions: [], channels: [] };
  }

  channel(name: string): MessageStore {
    let messages = this.channels.get(name);
    if (!messages) this.channels.set(name, (messages = new MemoryMessages(this.limits)));
    return messages;
  }

  // clients and subscriptions are not stored: the streaming layer holds them, and they end with the process
  saveClient(): void {}
  removeClient(): void {}
  saveSubscription(): void {}
  removeSubscription(): void {}
  sent(): void {}
  acknowledged(): void {}
  flush(): void {}
  close(): void {}
}

interface StoredMessage {
  encoded: Buffer;
  timestamp: bigint;
}

class MemoryMessages implements MessageStore {
  private readonly messages = new Map<number, StoredMessage>();
  private lastTimestamp = 0n;
  first = 1;
  last = 0;
  bytes = 0;

  constructor(private readonly limits: Limits) {}

  append(messages: readonly NewMessage[]): Promise<void> {
    for (const message of messages) {
      this.lastTimestamp = nextTimestamp(this.lastTimestamp);
      const encoded = encodeMsgProto(message, ++this.last, this.lastTimestamp);
      this.messages.set(this.last, { encoded, timestamp: this.lastTimestamp });
      this.bytes += encoded.length;
      while (exceeds(this.limits, this.last - this.first + 1, this.bytes)) this.dropFirst();
    }
    return Promise.resolve();
  }

  lookup(sequence: number): Buffer | undefined {
    return this.messages.get(sequence)?.encoded;
  }

  timestamp(sequence: number): bigint | undefined {
    return this.messages.get(sequence)?.timestamp;
  }

  expire(): void {
    if (this.limits.ageMs === 0) return;
    const oldest = nowNs() - BigInt(this.limits.ageMs) * 1_000_000n;
    while (this.first <= this.last && (this.timestamp(this.first) ?? 0n) < oldest) this.dropFirst();
  }

  private dropFirst(): void {
    this.bytes -= this.messages.get(this.first)?.encoded.length ?? 0;
    this.messages.delete(this.first++);
  }
}
