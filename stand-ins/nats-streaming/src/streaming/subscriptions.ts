import { randomBytes } from 'node:crypto';
import type { InternalClient } from '../broker/internal-client.js';
import { decodeAck, type SubscriptionRequest } from '../protocol/messages.js';
import type { Limits, Store, SubscriptionRecord } from '../store/store.js';
import { durableKey, type Channel } from './channel.js';
import type { Channels } from './channels.js';
import type { Delivery } from './delivery.js';
import { Refusal, errors } from './errors.js';
import type { Redelivery } from './redelivery.js';
import { lastSentFor } from './start-position.js';
import { Subscription } from './subscription.js';

/** After a member of a queue group has gone, the others get its pending messages this soon. */
const TAKE_OVER_MS = 100;

/** Creates subscriptions, brings durable ones back, and takes leave of them. */
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

  /** Creates or resumes; nothing is sent before `start`. */
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
    if (subscription) return this.resume(subscription, changes);
    const created = new Subscription(channel, {
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
      return this.activate(created);
    } catch (error) {
      this.store.removeSubscription(created.record.id); // nobody knows of it, so nobody would ever close it
      throw error;
    }
  }

  /** The client knows of its subscription now: messages may come. */
  start(subscription: Subscription): void {
    if (subscription.record.isDurable) this.redelivery.resume(subscription);
    this.delivery.sendAvailableTo(subscription);
  }

  /** Takes in what was there before a restart. */
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

  /** `unsubscribe` forgets a durable, otherwise it waits for its owner or, in a group, for the next member. */
  remove(subscription: Subscription, unsubscribe: boolean): void {
    subscription.detach();
    subscription.channel.forget(subscription);
    if (subscription.group) this.leaveGroup(subscription, unsubscribe);
    else if (subscription.record.isDurable && !unsubscribe) this.closeDurable(subscription);
    else this.forget(subscription);
  }

  private idleDurable(channel: Channel, request: SubscriptionRequest): Subscription | undefined {
    if (request.durableName === '') return undefined;
    const durable = channel.durables.get(durableKey(request));
    if (durable && !durable.record.isClosed) throw new Refusal(errors.duplicateDurable);
    return durable;
  }

  private resume(subscription: Subscription, changes: Partial<SubscriptionRecord>): Subscription {
    const { group } = subscription;
    if (group) group.shadow = undefined;
    Object.assign(subscription.record, changes);
    subscription.stalled = false;
    subscription.hasFailedHeartbeat = false;
    return this.activate(subscription);
  }

  private activate(subscription: Subscription): Subscription {
    this.store.saveSubscription(subscription.record);
    this.store.flush();
    subscription.channel.add(subscription);
    this.hearAcks(subscription);
    return subscription;
  }

  private forget(subscription: Subscription): void {
    const { record, channel } = subscription;
    if (subscription.isPlainDurable) channel.durables.delete(durableKey(record));
    this.store.removeSubscription(record.id);
  }

  private closeDurable({ record }: Subscription): void {
    record.isClosed = true;
    this.store.saveSubscription(record);
  }

  private leaveGroup(subscription: Subscription, unsubscribe: boolean): void {
    const { group, record, channel } = subscription;
    if (!group) return;
    group.remove(subscription);
    if (group.members.length > 0) {
      this.handOver(subscription);
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

  /** Spreads the pending messages of a member that leaves over those that stay. */
  private handOver(leaving: Subscription): void {
    const members = leaving.group?.members ?? [];
    const due = Date.now() - 1_000;
    leaving.pendingByExpiry().forEach(({ sequence }, i) => {
      const heir = members[i % members.length];
      if (!heir) return;
      heir.pending.set(sequence, due);
      heir.record.lastSent = Math.max(heir.record.lastSent, sequence);
      this.store.sent(heir.record.id, sequence);
      this.redelivery.startTimer(heir, TAKE_OVER_MS);
    });
    this.keepLastSent(leaving);
  }

  /** What a group has sent last is recovered from its members: one of them must know it. */
  private keepLastSent({ group }: Subscription): void {
    const heir = group?.members[0];
    if (!group || !heir || group.members.some(({ record }) => record.lastSent === group.lastSent)) return;
    heir.record.lastSent = group.lastSent;
    this.store.saveSubscription(heir.record);
  }
}

/** The members of a durable queue group share one name, whatever their client ids. */
function groupName({ queueGroup, durableName }: SubscriptionRequest): string {
  if (queueGroup === '' || durableName === '') return queueGroup;
  if (durableName.includes(':')) throw new Refusal(errors.invalidDurableName);
  return `${durableName}:${queueGroup}`;
}
