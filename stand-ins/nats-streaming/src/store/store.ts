import type { NewMessage } from '../protocol/messages.js';

/**
 * The facts about a client that survive a restart: its TCP connection may come back without a new
 * ConnectRequest.
 */
export interface ClientRecord {
  id: string;
  heartbeatInbox: string;
  connId: string;
  protocol: number;
  pingInterval: number;
  pingMaxOut: number;
}

export interface SubscriptionRecord {
  id: number;
  channel: string;
  /** Empty for the shadow of a durable queue group that has no members. */
  clientId: string;
  /** Empty for a plain subscription. The name of a durable queue group is `durable:group`. */
  queueGroup: string;
  inbox: string;
  ackInbox: string;
  maxInFlight: number;
  ackWaitSeconds: number;
  durableName: string;
  isDurable: boolean;
  /** True for a plain durable that its owner has closed and may resume. */
  isClosed: boolean;
  /** The sequence of the newest message that was sent. */
  lastSent: number;
}

export interface RecoveredSubscription {
  record: SubscriptionRecord;
  /** The sequences that were sent and not acknowledged. */
  pending: Iterable<number>;
}

export interface RecoveredState {
  clients: ClientRecord[];
  subscriptions: RecoveredSubscription[];
  channels: string[];
}

/** The messages of one channel. Sequences start at 1. When no message is left, `first` is `last + 1`. */
export interface MessageStore {
  readonly first: number;
  readonly last: number;
  /** The bytes of the messages that are kept. */
  readonly bytes: number;
  /**
   * Resolves when the messages are stored safely; then `last` includes them. Do not call it again before
   * that.
   */
  append(messages: readonly NewMessage[]): Promise<void>;
  /** Returns the encoded MsgProto, or undefined when the message is dropped or not yet stored. */
  lookup(sequence: number): Buffer | undefined;
  /** Returns the time of publishing in nanoseconds since 1970, or undefined as `lookup` does. */
  timestamp(sequence: number): bigint | undefined;
  /** Drops the messages that are older than the limit allows. */
  expire(): void;
}

export interface Store {
  recover(): RecoveredState;
  /** Returns the messages of a channel. The first call creates their store. */
  channel(name: string): MessageStore;
  saveClient(client: ClientRecord): void;
  removeClient(id: string): void;
  /** Saves a new or changed subscription. Its pending messages stay. */
  saveSubscription(subscription: SubscriptionRecord): void;
  removeSubscription(id: number): void;
  sent(subscriptionId: number, sequence: number): void;
  acknowledged(subscriptionId: number, sequence: number): void;
  /**
   * When this returns, all clients and subscriptions saved so far are safe. Sent and acknowledged messages
   * may not be.
   */
  flush(): void;
  close(): void;
}

/** The limits: `channels` counts for the server, the others count for each channel. 0 means no limit. */
export interface Limits {
  channels: number;
  subscriptions: number;
  messages: number;
  bytes: number;
  ageMs: number;
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
  channels: 100,
  subscriptions: 1_000,
  messages: 1_000_000,
  bytes: 1_000_000 * 1_024,
  ageMs: 0,
};
