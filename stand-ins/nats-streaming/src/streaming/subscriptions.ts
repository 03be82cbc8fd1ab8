import { randomBytes } from 'node:crypto';
import type { InternalClient } from '../broker/internal-client.js';
import { decodeAck, type SubscriptionRequest } from '../protocol/messages.js';
import type { Limits, Store, SubscriptionRecord } from '../store/store.js';
import { durableKey, type Channel } from './channel.js';
import type { Channels } from './channels.js';
import type { Delivery } from './delivery.js';
import { Refusal, errors } from './errors.js';
import type { QueueGroup } from './queue-group.js';
import type { Redelivery } from './redelivery.js';
import { lastSentFor } from './start-position.js';
import { Subscription } from './subscription.js';

/** When a member leaves a queue group, the others get its pending messages after this time. */
const TAKE_OVER_MS = 100;

/** Creates subscriptions, resumes durable ones, and removes them. */
export class Subscriptions {
  private nextId = 1;

  constructor(
    private readonly client: InternalClient,
    private readonly channels: Channels,
    private readonly store: Store,
    private readonly limits: Limits,
    private readonly delivery: Delivery,
    private readonly redelivery: Redelivery,
  ) {}

  /** Creates a subscription or resumes a durable one. No message is sent before `start`. */
  subscribe(request: SubscriptionRequest): Subscription {
    const channel = this.channels.open(request.subject);
    const queueGroup = groupName(request);
    const durableName = queueGroup === '' ? request.durableName : '';
    const subscription =
      queueGroup === '' ? this.idleDurable(channel, request) : channel.groups.get(queueGroup)?.shadow;
    const changes = {
      clientId: request.clientId,
      inbox: request.inbox,
      ackInbox: `_INBOX.${randomBytes(11).toString('hex')}`,
      maxInFlight: request.maxInFlight,
      ackWaitSeconds: request.ackWaitSeconds,
      isClosed: false,
    };
    if (subscription) return this.resume(channel, subscription, changes);
    const created = new Subscription({
      ...changes,
      id: this.nextId,
      channel: channel.name,
      queueGroup,
      durableName,
      isDurable: request.durableName !== '',
      lastSent: channel.groups.has(queueGroup) ? 0 : lastSentFor(request, channel.messages),
    });
    if (this.limits.subscriptions > 0 && channel.subscriptionCount >= this.limits.subscriptions)
      throw new Refusal(errors.tooManySubscriptions);
    this.nextId++;
    try {
      return this.activate(channel, created);
    } catch (error) {
      this.store.removeSubscription(created.record.id); // its client does not know it and would never close it
      throw error;
    }
  }

  /** Sends the first messages. The client knows its subscription by now. */
  start(subscription: Subscription): void {
    if (subscription.record.isDurable) this.redelivery.resume(subscription);
    this.delivery.sendAvailableTo(subscription);
  }

  /** Takes note of a subscription from before a restart, so that its id is not given away again. */
  recover(subscription: Subscription): void {
    this.nextId = Math.max(this.nextId, subscription.record.id + 1);
  }

  hearAcks(subscription: Subscription): void {
    const acks = this.client.subscribe(subscription.record.ackInbox, (payload) => {
      const { sequence } = decodeAck(payload);
      this.delivery.acknowledge(subscription, sequence);
    });
    subscription.hearAcks(acks);
  }

  /**
   * Ends a subscription. With `unsubscribe` a durable is forgotten. Without it, the durable waits for its owner, or in a
   * durable group for the next member.
   */
  remove(subscription: Subscription, unsubscribe: boolean): void {
    subscription.detach();
    const channel = this.channels.of(subscription);
    channel.forget(subscription);
    const group = channel.groupOf(subscription);
    if (group) this.leaveGroup(channel, group, subscription, unsubscribe);
    else if (subscription.record.isDurable && !unsubscribe) this.closeDurable(subscription);
    else this.forget(channel, subscription);
  }

  private idleDurable(channel: Channel, request: SubscriptionRequest): Subscription | undefined {
    if (request.durableName === '') return undefined;
    const durable = channel.durables.get(durableKey(request));
    if (durable && !durable.record.isClosed) throw new Refusal(errors.duplicateDurable);
    return durable;
  }

  private resume(
    channel: Channel,
    subscription: Subscription,
    changes: Partial<SubscriptionRecord>,
  ): Subscription {
    const group = channel.groupOf(subscription);
    if (group) group.shadow = undefined;
    Object.assign(subscription.record, changes);
    subscription.stalled = false;
    subscription.hasFailedHeartbeat = false;
    return this.activate(channel, subscription);
  }

  private activate(channel: Channel, subscription: Subscription): Subscription {
    this.store.saveSubscription(subscription.record);
    this.store.flush();
    channel.add(subscription);
    this.hearAcks(subscription);
    return subscription;
  }

  private forget(channel: Channel, subscription: Subscription): void {
    const { record } = subscription;
    if (subscription.isPlainDurable) channel.durables.delete(durableKey(record));
    this.store.removeSubscription(record.id);
  }

  private closeDurable({ record }: Subscription): void {
    record.isClosed = true;
    this.store.saveSubscription(record);
  }

  private leaveGroup(
    channel: Channel,
    group: QueueGroup,
    subscription: Subscription,
    unsubscribe: boolean,
  ): void {
    const { record } = subscription;
    group.remove(subscription);
    if (group.members.length > 0) {
      this.handOver(group, subscription);
      this.store.removeSubscription(record.id);
    } else if (record.isDurable && !unsubscribe) {
      group.shadow = subscription;
      record.clientId = '';
      record.lastSent = group.lastSent;
      this.store.saveSubscription(record);
    } else {
      channel.groups.delete(group.name);
      this.store.removeSubscription(record.id);
    }
  }

  /** Spreads the pending messages of a member that leaves over the members that stay. */
  private handOver(group: QueueGroup, leaving: Subscription): void {
    const { members } = group;
    const due = Date.now() - 1_000;
    leaving.pendingByExpiry().forEach(({ sequence }, i) => {
      const heir = members[i % members.length];
      if (!heir) return;
      heir.pending.set(sequence, due);
      heir.record.lastSent = Math.max(heir.record.lastSent, sequence);
      this.store.sent(heir.record.id, sequence);
      this.redelivery.startTimer(heir, TAKE_OVER_MS);
    });
    this.keepLastSent(group);
  }

  /** After a restart, the members tell which message their group sent last. So one of them must know it. */
  private keepLastSent(group: QueueGroup): void {
    const heir = group.members[0];
    if (!heir || group.members.some(({ record }) => record.lastSent === group.lastSent)) return;
    heir.record.lastSent = group.lastSent;
    this.store.saveSubscription(heir.record);
  }
}

/** The members of a durable queue group share one name, also when their client ids differ. */
function groupName({ queueGroup, durableName }: SubscriptionRequest): string {
  if (queueGroup === '' || durableName === '') return queueGroup;
  if (durableName.includes(':')) throw new Refusal(errors.invalidDurableName);
  return `${durableName}:${queueGroup}`;
}
