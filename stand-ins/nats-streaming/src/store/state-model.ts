import type { ClientRecord, RecoveredState, SubscriptionRecord } from './store.js';

/** A change of clients or subscriptions. Such changes are rare, so they are stored as JSON. */
export type StateChange =
  | { clusterId: string }
  | { client: ClientRecord }
  | { clientGone: string }
  | { subscription: SubscriptionRecord }
  | { subscriptionGone: number };

interface Subscription {
  record: SubscriptionRecord;
  pending: Set<number>;
}

/** The state that results from replaying the state log. A compaction writes it as a new, shorter log. */
export class StateModel {
  clusterId: string | undefined;
  readonly clients = new Map<string, ClientRecord>();
  readonly subscriptions = new Map<number, Subscription>();

  apply(change: StateChange): void {
    if ('clusterId' in change) this.clusterId = change.clusterId;
    else if ('client' in change) this.clients.set(change.client.id, change.client);
    else if ('clientGone' in change) this.clients.delete(change.clientGone);
    else if ('subscription' in change) this.saveSubscription(change.subscription);
    else this.subscriptions.delete(change.subscriptionGone);
  }

  sent(id: number, sequence: number): void {
    const subscription = this.subscriptions.get(id);
    if (!subscription) return;
    subscription.pending.add(sequence);
    if (sequence > subscription.record.lastSent) subscription.record.lastSent = sequence;
  }

  acknowledged(id: number, sequence: number): void {
    this.subscriptions.get(id)?.pending.delete(sequence);
  }

  recovered(): Omit<RecoveredState, 'channels'> {
    return {
      clients: [...this.clients.values()],
      subscriptions: [...this.subscriptions.values()].map(({ record, pending }) => ({
        record: { ...record },
        pending: [...pending],
      })),
    };
  }

  private saveSubscription(record: SubscriptionRecord): void {
    const pending = this.subscriptions.get(record.id)?.pending ?? new Set();
    this.subscriptions.set(record.id, { record: { ...record }, pending });
  }
}
