import type { NewMessage } from '../protocol/messages.js';

/** What must outlive the process about a client: its TCP connection may come back without a new ConnectRequest. */
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
  /** Empty in the shadow of a durable queue group that has no member. */
  clientId: string;
  /** Of a durable queue group: `durable:group`. */
  queueGroup: string;
  inbox: string;
  ackInbox: string;
  maxInFlight: number;
  ackWaitSeconds: number;
  durableName: string;
  isDurable: boolean;
  /** A durable whose owner has closed it. */
  isClosed: boolean;
  lastSent: number;
}

export interface RecoveredSubscription {
  record: SubscriptionRecord;
  /** Sequences sent and not acknowledged. */
  pending: Iterable<number>;
}

export interface RecoveredState {
  clients: ClientRecord[];
  subscriptions: RecoveredSubscription[];
  channels: string[];
}

/** The messages of one channel. Sequences start at 1; `first` is `last + 1` when none is left. */
export interface MessageStore {
  readonly first: number;
  readonly last: number;
  /** Resolves when the messages are safe; only then does `last` include them. Not to be called again before that. */
  append(messages: readonly NewMessage[]): Promise<void>;
  /** The encoded MsgProto, or undefined when it is dropped or not yet stored. */
  lookup(sequence: number): Buffer | undefined;
  /** Nanoseconds since 1970; undefined like `lookup`. */
  timestamp(sequence: number): bigint | undefined;
  /** Drops what is older than the limit allows. */
  expire(): void;
}

export interface Store {
  recover(): RecoveredState;
  /** The store of a channel's messages, created on first use. */
  channel(name: string): MessageStore;
  saveClient(client: ClientRecord): void;
  removeClient(id: string): void;
  /** A new or changed subscription. Its pending messages stay. */
  saveSubscription(subscription: SubscriptionRecord): void;
  removeSubscription(id: number): void;
  sent(subscriptionId: number, sequence: number): void;
  acknowledged(subscriptionId: number, sequence: number): void;
  /** Clients and subscriptions as saved so far are safe when this returns; sent and acknowledged may lag. */
  flush(): void;
  close(): void;
}

/** 0 means without limit. */
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
