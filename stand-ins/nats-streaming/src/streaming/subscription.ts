import type { NatsSubscription } from '../broker/internal-client.js';
import type { SubscriptionRecord } from '../store/store.js';

const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * A subscription and its pending messages: those that were sent and not yet acknowledged. A durable one
 * outlives its client.
 */
export class Subscription {
  /** Sequence → the time (ms since 1970) at which the message is due to be sent again. */
  readonly pending = new Map<number, number>();
  /** Sequence → how often the message was sent again. All members of a queue group share one map. */
  redeliveries = new Map<number, number>();
  /** maxInFlight is reached: no new message is sent until acks come. */
  stalled = false;
  /** The client has missed heartbeats and may be gone: other members of the group get the messages. */
  hasFailedHeartbeat = false;
  private acks: NatsSubscription | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly record: SubscriptionRecord) {}

  get ackWaitMs(): number {
    return this.record.ackWaitSeconds * 1_000;
  }

  get isDurableQueue(): boolean {
    return this.record.isDurable && this.record.queueGroup !== '';
  }

  get isPlainDurable(): boolean {
    return this.record.durableName !== '' && this.record.queueGroup === '';
  }

  get isFull(): boolean {
    return this.pending.size >= this.record.maxInFlight;
  }

  /** Counts one more redelivery of a message and returns the new count. */
  countRedelivery(sequence: number): number {
    const count = (this.redeliveries.get(sequence) ?? 0) + 1;
    this.redeliveries.set(sequence, count);
    return count;
  }

  hearAcks(acks: NatsSubscription): void {
    this.acks = acks;
  }

  get hasAckTimer(): boolean {
    return this.timer !== undefined;
  }

  setAckTimer(delayMs: number, expired: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(expired, Math.min(delayMs, MAX_TIMER_MS));
  }

  clearAckTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** From now on, acks are not heard and no message is sent again. */
  detach(): void {
    this.acks?.unsubscribe();
    this.acks = undefined;
    this.clearAckTimer();
  }

  /** The pending messages by due time, then by sequence. */
  pendingByExpiry(): { sequence: number; expiry: number }[] {
    return Array.from(this.pending, ([sequence, expiry]) => ({ sequence, expiry })).sort(
      (a, b) => a.expiry - b.expiry || a.sequence - b.sequence,
    );
  }

  pendingBySequence(): number[] {
    return [...this.pending.keys()].sort((a, b) => a - b);
  }
}
