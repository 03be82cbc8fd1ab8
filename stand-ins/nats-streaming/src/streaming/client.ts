import type { ClientRecord } from '../store/store.js';
import type { Subscription } from './subscription.js';

/** A registered client: what it said on connecting, its subscriptions, and how its heart beats. */
export class Client {
  readonly subscriptions = new Set<Subscription>();
  failedHeartbeats = 0;
  heartbeat: NodeJS.Timeout | undefined;

  constructor(readonly record: ClientRecord) {}
}
