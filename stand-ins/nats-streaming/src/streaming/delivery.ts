import type { InternalClient } from '../broker/internal-client.js';
import type { Logger } from '../logger.js';
import { asRedelivered } from '../protocol/messages.js';
import type { Store } from '../store/store.js';
import type { Channel } from './channel.js';
import type { QueueGroup } from './queue-group.js';
import type { Subscription } from './subscription.js';

export interface Delivery {
  /** Sends a channel's new messages to all who may have them. */
  sendAvailable(channel: Channel): void;
  sendAvailableTo(subscription: Subscription): void;
  /** Sends a message again, whatever maxInFlight says. */
  redeliver(subscription: Subscription, sequence: number, message: Buffer): void;
  /** The message, or undefined when the limits have dropped it: then it is pending no longer. */
  messageToRedeliver(subscription: Subscription, sequence: number): Buffer | undefined;
  /** An ack from the client; it counts though another member of the group has the message by now. */
  acknowledge(subscription: Subscription, sequence: number): void;
  /** Takes a message off one member, because it was given to another. */
  release(subscription: Subscription, sequence: number): void;
}

/** Sends messages and keeps the account of what is pending where. */
export class MessageDelivery implements Delivery {
  /** Called when a subscription's pending messages are to be looked at after its ackWait. */
  onAckWait: (subscription: Subscription) => void = () => undefined;

  constructor(
    private readonly client: InternalClient,
    private readonly store: Store,
    private readonly logger: Logger,
  ) {}

  sendAvailable(channel: Channel): void {
    for (const subscription of channel.plain) this.sendAvailableToOne(subscription);
    for (const group of channel.groups.values()) this.sendAvailableToGroup(channel, group);
  }

  sendAvailableTo(subscription: Subscription): void {
    if (subscription.group) this.sendAvailableToGroup(subscription.channel, subscription.group);
    else this.sendAvailableToOne(subscription);
  }

  redeliver(subscription: Subscription, sequence: number, message: Buffer): void {
    const count = subscription.countRedelivery(sequence);
    this.logger.trace(`Redelivering to subid=${subscription.record.id}, seq=${sequence}, count=${count}`);
    this.send(subscription, sequence, asRedelivered(message, count));
  }

  messageToRedeliver(subscription: Subscription, sequence: number): Buffer | undefined {
    const { messages } = subscription.channel;
    if (sequence < messages.first || sequence > messages.last) {
      this.release(subscription, sequence);
      return undefined;
    }
    return this.lookup(subscription.channel, sequence);
  }

  acknowledge(subscription: Subscription, sequence: number): void {
    const holder = subscription.pending.has(sequence)
      ? subscription
      : subscription.group?.members.find(({ pending }) => pending.has(sequence));
    if (holder) {
      (subscription.group ?? subscription).redeliveries.delete(sequence);
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

  private sendAvailableToOne(subscription: Subscription): void {
    const { channel, record } = subscription;
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

  /** Answers whether it was sent; at maxInFlight it is not. */
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

/** The one after the last sent, or the oldest there is when the limits have dropped that. */
function nextSequence(channel: Channel, lastSent: number): number {
  return Math.max(lastSent + 1, channel.messages.first);
}
