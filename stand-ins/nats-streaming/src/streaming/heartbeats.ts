import type { InternalClient, RequestOutcome } from '../broker/internal-client.js';
import type { Logger } from '../logger.js';
import type { Client } from './client.js';

export interface HeartbeatOptions {
  intervalMs: number;
  timeoutMs: number;
  /** This many heartbeats in a row may fail. One more failure closes the client. */
  failCount: number;
}

/** Finds out which clients have died. A closed TCP connection alone does not tell: the client may come back. */
export class Heartbeats {
  private stopped = false;

  constructor(
    private readonly messages: InternalClient,
    private readonly options: HeartbeatOptions,
    private readonly isRegistered: (client: Client) => boolean,
    private readonly onDead: (client: Client) => void,
    private readonly logger: Logger,
  ) {}

  start(client: Client, delayMs = this.options.intervalMs): void {
    clearTimeout(client.heartbeat);
    client.heartbeat = setTimeout(() => this.beat(client), delayMs);
  }

  stop(clients: Iterable<Client>): void {
    this.stopped = true;
    for (const { heartbeat } of clients) clearTimeout(heartbeat);
  }

  /**
   * A client that sends a ping is alive. After missed heartbeats it is asked at once, so that it gets
   * messages again.
   */
  sawSignOfLife(client: Client): void {
    if (client.failedHeartbeats > 0) this.start(client, 1);
  }

  private beat(client: Client): void {
    this.messages.request(client.record.heartbeatInbox, this.options.timeoutMs, (outcome) => {
      if (!this.stopped && this.isRegistered(client)) this.judge(client, outcome);
    });
  }

  private judge(client: Client, outcome: RequestOutcome): void {
    client.failedHeartbeats = outcome === 'answered' ? 0 : client.failedHeartbeats + 1;
    if (client.failedHeartbeats > this.options.failCount) {
      this.logger.error(`[Client:${client.record.id}] Timed out on heartbeats`);
      this.onDead(client);
      return;
    }
    for (const subscription of client.subscriptions)
      subscription.hasFailedHeartbeat = client.failedHeartbeats > 0;
    this.start(client);
  }
}
