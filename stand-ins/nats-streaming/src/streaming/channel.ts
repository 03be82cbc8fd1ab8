import type { MessageStore } from '../store/store.js';
import { QueueGroup } from './queue-group.js';
import type { Subscription } from './subscription.js';

/** The messages of a channel and the subscriptions to them. */
export class Channel {
  readonly plain = new Set<Subscription>();
  readonly groups = new Map<string, QueueGroup>();
  /** Plain durables by `durableKey`, also those whose client has closed them. */
  readonly durables = new Map<string, Subscription>();
  private readonly byInbox = new Map<string, Subscription>();

  constructor(
    readonly name: string,
    readonly messages: MessageStore,
  ) {}

  /** Finds a subscription by its ack inbox, or by the inbox that its messages go to. */
  find(inbox: string): Subscription | undefined {
    return this.byInbox.get(inbox);
  }

  get subscriptionCount(): number {
    let count = this.plain.size;
    for (const durable of this.durables.values()) if (!this.plain.has(durable)) count++;
    for (const { members, shadow } of this.groups.values()) count += members.length + (shadow ? 1 : 0);
    return count;
  }

  /** From now on the subscription gets messages. */
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

  /** The subscription gets no more messages. The caller takes care of durables and groups. */
  forget(subscription: Subscription): void {
    this.byInbox.delete(subscription.record.ackInbox);
    this.byInbox.delete(subscription.record.inbox);
    this.plain.delete(subscription);
  }

  /**
   * The queue group of a subscription. Undefined when it has none, or when it was the last member and has
   * left.
   */
  groupOf({ record }: Subscription): QueueGroup | undefined {
    return this.groups.get(record.queueGroup);
  }

  /** Returns the queue group of this name, and creates it when there is none. */
  group(name: string): QueueGroup {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = new QueueGroup(name)));
    return group;
  }
}

/** The key of a plain durable. It is unique because a client id contains no colon. */
export function durableKey({ clientId, durableName }: { clientId: string; durableName: string }): string {
  return `${clientId}:${durableName}`;
}
