import type { Logger } from '../logger.js';
import type { MessageStore, RecoveredSubscription, Store } from '../store/store.js';
import { durableKey } from './channel.js';
import type { Channels } from './channels.js';
import type { Clients } from './clients.js';
import type { Delivery } from './delivery.js';
import type { Redelivery } from './redelivery.js';
import { Subscription } from './subscription.js';
import type { Subscriptions } from './subscriptions.js';

const NS_PER_MS = 1_000_000n;

/**
 * Restores the clients, channels and subscriptions from the store. Clients go on without a new connect
 * request.
 */
export class Recovery {
  constructor(
    private readonly store: Store,
    private readonly clients: Clients,
    private readonly channels: Channels,
    private readonly subscriptions: Subscriptions,
    private readonly delivery: Delivery,
    private readonly redelivery: Redelivery,
    private readonly logger: Logger,
  ) {}

  run(): void {
    const { clients, subscriptions, channels } = this.store.recover();
    for (const name of channels) this.channels.recover(name);
    for (const record of clients) this.clients.recover(record);
    const active = subscriptions.map((each) => this.restore(each)).filter((each) => each !== undefined);
    for (const subscription of active) this.redelivery.afterRestart(subscription);
    for (const subscription of active) this.delivery.sendAvailableTo(subscription);
    this.logger.info(
      `Recovered ${channels.length} channels, ${clients.length} clients, ${active.length} active subscriptions`,
    );
  }

  /** Returns the subscription when it has a client that gets its messages, otherwise undefined. */
  private restore({ record, pending }: RecoveredSubscription): Subscription | undefined {
    const subscription = new Subscription(record);
    const channel = this.channels.of(subscription);
    record.lastSent = Math.min(record.lastSent, channel.messages.last);
    for (const sequence of pending) restorePending(channel.messages, subscription, sequence);
    this.subscriptions.recover(subscription);

    const owner = this.clients.get(record.clientId);
    if (subscription.isPlainDurable && (record.isClosed || !owner)) {
      record.isClosed = true;
      channel.durables.set(durableKey(record), subscription);
      return undefined;
    }
    if (subscription.isDurableQueue && record.clientId === '') {
      const group = channel.group(record.queueGroup);
      group.shadow = subscription;
      group.lastSent = Math.max(group.lastSent, record.lastSent);
      return undefined;
    }
    if (!owner) {
      this.store.removeSubscription(record.id);
      return undefined;
    }
    owner.subscriptions.add(subscription);
    channel.add(subscription);
    subscription.stalled = subscription.isFull;
    this.subscriptions.hearAcks(subscription);
    return subscription;
  }
}

/** The store does not know when a message was sent, so ackWait counts from the time when it was published. */
function restorePending(messages: MessageStore, subscription: Subscription, sequence: number): void {
  const publishedAt = Number((messages.timestamp(sequence) ?? 0n) / NS_PER_MS);
  subscription.pending.set(sequence, publishedAt + subscription.ackWaitMs);
}
