import type { ClientRecord } from '../store/store.js';
import type { Subscription } from './subscription.js';

/** A registered client with its connect request, its subscriptions and its heartbeats. */
export class Client {
  readonly subscriptions = new Set<Subscription>();
  /** The number of heartbeats in a row without an answer. */
  failedHeartbeats = 0;
  /** The timer of the next heartbeat. */
  heartbeat: NodeJS.Timeout | undefined;

  constructor(readonly record: ClientRecord) {}
}
