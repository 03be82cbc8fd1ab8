import { InternalClient } from '../broker/internal-client.js';
import type { Router } from '../broker/router.js';
import type { Logger } from '../logger.js';
import type { Limits, Store } from '../store/store.js';
import type { Channel } from './channel.js';
import { Channels } from './channels.js';
import type { Client } from './client.js';
import { Clients } from './clients.js';
import { Connecting } from './connecting.js';
import { MessageDelivery } from './delivery.js';
import { Heartbeats, type HeartbeatOptions } from './heartbeats.js';
import { Publishing } from './publishing.js';
import { Recovery } from './recovery.js';
import { Redelivery } from './redelivery.js';
import { Requests } from './requests.js';
import { subjectsOf } from './subjects.js';
import { Subscriptions } from './subscriptions.js';

export interface StreamingOptions {
  clusterId: string;
  limits: Limits;
  heartbeats: HeartbeatOptions;
}

const EXPIRY_INTERVAL_MS = 500;

/** NATS Streaming: an internal client of core NATS. This class puts the parts together. */
export class StreamingServer {
  private readonly channels: Channels;
  private readonly clients: Clients;
  private readonly subscriptions: Subscriptions;
  private readonly heartbeats: Heartbeats;
  private readonly expiry: NodeJS.Timeout | undefined;

  /** Recovers the state from the store. It answers requests as soon as the broker listens. */
  constructor(
    router: Router,
    private readonly store: Store,
    { clusterId, limits, heartbeats }: StreamingOptions,
    private readonly logger: Logger,
  ) {
    const client = new InternalClient(router, logger);
    this.channels = new Channels(store, limits, logger);
    const delivery = new MessageDelivery(client, this.channels, store, logger);
    const redelivery = new Redelivery(this.channels, delivery);
    delivery.onAckWait = (subscription) => redelivery.expired(subscription);
    this.clients = new Clients(store);
    this.subscriptions = new Subscriptions(client, this.channels, store, limits, delivery, redelivery);
    const close = (each: Client) => this.closeClient(each);
    const isRegistered = (each: Client) => this.clients.get(each.record.id) === each;
    this.heartbeats = new Heartbeats(client, heartbeats, isRegistered, close, logger);
    const publishing = new Publishing(client, this.clients, this.channels, delivery, logger);
    const subjects = subjectsOf(clusterId);
    const connecting = new Connecting(client, this.clients, this.heartbeats, subjects, close);
    const requests = new Requests(
      client,
      this.clients,
      this.channels,
      this.subscriptions,
      this.heartbeats,
      close,
      logger,
    );
    const { clients, channels, subscriptions } = this;
    new Recovery(store, clients, channels, subscriptions, delivery, redelivery, logger).run();
    for (const each of this.clients.all()) this.heartbeats.start(each);

    client.subscribe(subjects.connect, (payload, reply) => connecting.onConnect(payload, reply));
    client.subscribe(`${subjects.publish}.>`, (payload, reply) => publishing.onPublish(payload, reply));
    client.subscribe(subjects.subscribe, (payload, reply) => requests.onSubscribe(payload, reply));
    client.subscribe(subjects.unsubscribe, (payload, reply) => requests.onUnsubscribe(payload, reply, true));
    client.subscribe(subjects.closeSubscription, (payload, reply) =>
      requests.onUnsubscribe(payload, reply, false),
    );
    client.subscribe(subjects.close, (payload, reply) => requests.onClose(payload, reply));
    client.subscribe(subjects.ping, (payload, reply) => requests.onPing(payload, reply));
    if (limits.ageMs > 0) this.expiry = setInterval(() => this.expireMessages(), EXPIRY_INTERVAL_MS);
  }

  allChannels(): Channel[] {
    return [...this.channels.all()];
  }

  get clientCount(): number {
    return [...this.clients.all()].length;
  }

  close(): void {
    clearInterval(this.expiry);
    this.heartbeats.stop(this.clients.all());
    for (const client of this.clients.all())
      for (const subscription of client.subscriptions) subscription.detach();
    this.store.close();
  }

  private closeClient(client: Client): void {
    this.clients.remove(client);
    for (const subscription of client.subscriptions) this.subscriptions.remove(subscription, false);
    this.flush();
    this.logger.debug(`[Client:${client.record.id}] Closed (Inbox=${client.record.heartbeatInbox})`);
  }

  /**
   * A client is closed even if the disk is full. The store keeps the change and writes it with the next one.
   */
  private flush(): void {
    try {
      this.store.flush();
    } catch (error) {
      this.logger.error(`Unable to store a client's end: ${String(error)}`);
    }
  }

  private expireMessages(): void {
    for (const channel of this.channels.all()) {
      try {
        channel.messages.expire();
      } catch (error) {
        this.logger.error(`Unable to expire messages of ${channel.name}: ${String(error)}`);
      }
    }
  }
}
