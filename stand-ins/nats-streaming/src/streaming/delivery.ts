import type { InternalClient } from '../broker/internal-client.js';
import type { Logger } from '../logger.js';
import { asRedelivered } from '../protocol/messages.js';
import type { Store } from '../store/store.js';
import type { Channel } from './channel.js';
import type { Channels } from './channels.js';
import type { QueueGroup } from './queue-group.js';
import type { Subscription } from './subscription.js';

export interface Delivery {
  /** Sends the new messages of a channel to all subscriptions that may get them. */
  sendAvailable(channel: Channel): void;
  /** Sends the new messages of its channel to one subscription, or to its queue group. */
  sendAvailableTo(subscription: Subscription): void;
  /** Sends a message again, even if maxInFlight is reached. */
  redeliver(subscription: Subscription, sequence: number, message: Buffer): void;
  /**
   * Returns the message. When the limits have dropped it, it is no longer pending, and the result is
   * undefined.
   */
  messageToRedeliver(subscription: Subscription, sequence: number): Buffer | undefined;
  /**
   * Takes an ack from the client. It counts even if the message is pending on another member of the group by
   * now.
   */
  acknowledge(subscription: Subscription, sequence: number): void;
  /** The message is no longer pending on this subscription. */
  release(subscription: Subscription, sequence: number): void;
}

/** Sends messages and records on which subscription each one is pending. */
export class MessageDelivery implements Delivery {
  /** Is called when the ackWait of a subscription has passed and some of its messages may be due again. */
  onAckWait: (subscription: Subscription) => void = () => undefined;

  constructor(
    private readonly client: InternalClient,
    private readonly channels: Channels,
    private readonly store: Store,
    private readonly logger: Logger,
  ) {}

  sendAvailable(channel: Channel): void {
    for (const subscription of channel.plain) this.sendAvailableToOne(channel, subscription);
    for (const group of channel.groups.values()) this.sendAvailableToGroup(channel, group);
  }

  sendAvailableTo(subscription: Subscription): void {
    const channel = this.channels.of(subscription);
    const group = channel.groupOf(subscription);
    if (group) this.sendAvailableToGroup(channel, group);
    else this.sendAvailableToOne(channel, subscription);
  }

  redeliver(subscription: Subscription, sequence: number, message: Buffer): void {
    const count = subscription.countRedelivery(sequence);
    this.logger.trace(`Redelivering to subid=${subscription.record.id}, seq=${sequence}, count=${count}`);
    this.send(subscription, sequence, asRedelivered(message, count));
  }

  messageToRedeliver(subscription: Subscription, sequence: number): Buffer | undefined {
    const channel = this.channels.of(subscription);
    const { first, last } = channel.messages;
    if (sequence < first || sequence > last) {
      this.release(subscription, sequence);
      return undefined;
    }
    return this.lookup(channel, sequence);
  }

  acknowledge(subscription: Subscription, sequence: number): void {
    const holder = subscription.pending.has(sequence)
      ? subscription
      : this.otherHolder(subscription, sequence);
    if (holder) {
      subscription.redeliveries.delete(sequence);
      this.release(holder, sequence);
    }
    if (holder !== subscription) this.resumeIfStalled(subscription);
  }

  release(subscription: Subscription, sequence: number): void {
    if (subscription.pending.delete(sequence)) this.store.acknowledged(subscription.record.id, sequence);
    this.resumeIfStalled(subscription);
  }

  private resumeIfStalled(subscription: Subscription): void {
    if (!subscription.stalled || subscription.isFull) return;
    subscription.stalled = false;
    this.sendAvailableTo(subscription);
  }

  /** The member of its queue group that has the message pending. */
  private otherHolder(subscription: Subscription, sequence: number): Subscription | undefined {
    const group = this.channels.of(subscription).groupOf(subscription);
    return group?.members.find(({ pending }) => pending.has(sequence));
  }

  private sendAvailableToOne(channel: Channel, subscription: Subscription): void {
    const { record } = subscription;
    while (!subscription.stalled) {
      const sequence = nextSequence(channel, record.lastSent);
      const message = this.lookup(channel, sequence);
      if (!message || !this.sendNew(subscription, sequence, message)) break;
    }
  }

  private sendAvailableToGroup(channel: Channel, group: QueueGroup): void {
    while (group.members.length > 0 && !group.isStalled) {
      const sequence = nextSequence(channel, group.lastSent);
      const message = this.lookup(channel, sequence);
      const member = message && group.pick();
      if (!member || !this.sendNew(member, sequence, message)) break;
      group.lastSent = sequence;
    }
  }

  /** Returns false when maxInFlight is reached: then the message is not sent. */
  private sendNew(subscription: Subscription, sequence: number, message: Buffer): boolean {
    if (subscription.isFull) {
      subscription.stalled = true;
      return false;
    }
    this.send(subscription, sequence, message);
    if (subscription.isFull) subscription.stalled = true;
    return true;
  }

  private send(subscription: Subscription, sequence: number, message: Buffer): void {
    const { record, pending, ackWaitMs } = subscription;
    this.client.publish(record.inbox, message);
    if (!subscription.hasAckTimer) subscription.setAckTimer(ackWaitMs, () => this.onAckWait(subscription));
    const expiry = pending.get(sequence);
    if (expiry !== undefined) {
      pending.set(sequence, expiry + ackWaitMs);
      return;
    }
    pending.set(sequence, Date.now() + ackWaitMs);
    record.lastSent = Math.max(record.lastSent, sequence);
    this.store.sent(record.id, sequence);
  }

  private lookup(channel: Channel, sequence: number): Buffer | undefined {
    try {
      return channel.messages.lookup(sequence);
    } catch (error) {
      this.logger.error(`Error looking up message ${channel.name}:${sequence} (${String(error)})`);
      return undefined;
    }
  }
}

/**
 * The sequence after the last one sent. When the limits have dropped that message, it is the oldest one left.
 */
function nextSequence(channel: Channel, lastSent: number): number {
  return Math.max(lastSent + 1, channel.messages.first);
}
