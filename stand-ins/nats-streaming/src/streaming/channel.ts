import type { MessageStore } from '../store/store.js';
import { QueueGroup } from './queue-group.js';
import type { Subscription } from './subscription.js';

/** A channel's messages and who is subscribed to them. */
export class Channel {
  readonly plain = new Set<Subscription>();
  readonly groups = new Map<string, QueueGroup>();
  /** Plain durables by client id and durable name, those without a client too. */
  readonly durables = new Map<string, Subscription>();
  private readonly byInbox = new Map<string, Subscription>();

  constructor(
    readonly name: string,
    readonly messages: MessageStore,
  ) {}

  /** By its ack inbox, or by the inbox that messages go to. */
  find(inbox: string): Subscription | undefined {
    return this.byInbox.get(inbox);
  }

  get subscriptionCount(): number {
    let count = this.plain.size;
    for (const durable of this.durables.values()) if (!this.plain.has(durable)) count++;
    for (const { members, shadow } of this.groups.values()) count += members.length + (shadow ? 1 : 0);
    return count;
  }

  /** Makes a subscription take part. */
  add(subscription: Subscription): void {
    const { record } = subscription;
    this.byInbox.set(record.ackInbox, subscription);
    this.byInbox.set(record.inbox, subscription);
    if (record.queueGroup !== '') {
      this.group(record.queueGroup).add(subscription);
      return;
    }
    this.plain.add(subscription);
    if (subscription.isPlainDurable) this.durables.set(durableKey(record), subscription);
  }

  /** The subscription gets no more messages; durables and groups are the caller's matter. */
  forget(subscription: Subscription): void {
    this.byInbox.delete(subscription.record.ackInbox);
    this.byInbox.delete(subscription.record.inbox);
    this.plain.delete(subscription);
  }

  group(name: string): QueueGroup {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = new QueueGroup(name)));
    return group;
  }
}

/** Client ids can't hold a colon. */
export function durableKey({ clientId, durableName }: { clientId: string; durableName: string }): string {
  return `${clientId}:${durableName}`;
}
