import type { Subscription as NatsSubscription } from '../broker/internal-client.js';
import type { SubscriptionRecord } from '../store/store.js';
import type { Channel } from './channel.js';
import type { QueueGroup } from './queue-group.js';

const MAX_TIMER_MS = 2 ** 31 - 1;

/** A subscription, with the messages that were sent and not yet acknowledged. Durable ones outlive their client. */
export class Subscription {
  /** Sequence to the moment (ms) when it is due to be sent again. */
  readonly pending = new Map<number, number>();
  /** How often each message was sent again; in a queue group the group counts. */
  readonly redeliveries = new Map<number, number>();
  group: QueueGroup | undefined;
  /** maxInFlight is reached: nothing new is sent until there are acks. */
  stalled = false;
  /** The client has missed heartbeats and may be gone: let others have the messages. */
  hasFailedHeartbeat = false;
  private acks: NatsSubscription | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly channel: Channel,
    readonly record: SubscriptionRecord,
  ) {}

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

  /** Counts one more redelivery. */
  countRedelivery(sequence: number): number {
    const counts = this.group?.redeliveries ?? this.redeliveries;
    const count = (counts.get(sequence) ?? 0) + 1;
    counts.set(sequence, count);
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

  /** No more acks, no more redelivery. */
  detach(): void {
    this.acks?.unsubscribe();
    this.acks = undefined;
    this.clearAckTimer();
  }

  /** Pending messages in the order in which they are due; what is due together, by sequence. */
  pendingByExpiry(): { sequence: number; expiry: number }[] {
    return Array.from(this.pending, ([sequence, expiry]) => ({ sequence, expiry })).sort(
      (a, b) => a.expiry - b.expiry || a.sequence - b.sequence,
    );
  }

  pendingBySequence(): number[] {
    return [...this.pending.keys()].sort((a, b) => a - b);
  }
}
