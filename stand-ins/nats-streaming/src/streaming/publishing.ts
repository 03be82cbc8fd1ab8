import type { InternalClient } from '../broker/internal-client.js';
import type { Logger } from '../logger.js';
import { decodePubMsg, encodePubAck, type PubMsg } from '../protocol/messages.js';
import type { Channel } from './channel.js';
import { isChannelName, type Channels } from './channels.js';
import type { Clients } from './clients.js';
import type { Delivery } from './delivery.js';
import { errors } from './errors.js';

interface Publication {
  message: PubMsg;
  ackInbox: string;
}

/**
 * Stores, delivers and acknowledges messages, in this order. Messages that arrive while a batch is stored
 * form the next batch.
 */
export class Publishing {
  private queue: Publication[] = [];
  private busy = false;

  constructor(
    private readonly client: InternalClient,
    private readonly clients: Clients,
    private readonly channels: Channels,
    private readonly delivery: Delivery,
    private readonly logger: Logger,
  ) {}

  onPublish(payload: Buffer, ackInbox: string): void {
    let message: PubMsg;
    try {
      message = decodePubMsg(payload);
    } catch {
      this.refuse(ackInbox, '', errors.invalidPublish);
      return;
    }
    const { guid, subject, clientId, connId } = message;
    if (guid === '' || !isChannelName(subject) || !this.clients.isValid(clientId, connId)) {
      this.logger.error(`Received invalid client publish message: client=${clientId} channel="${subject}"`);
      this.refuse(ackInbox, guid, errors.invalidPublish);
      return;
    }
    this.queue.push({ message, ackInbox });
    if (this.busy) return;
    this.busy = true;
    setImmediate(() => void this.storeAll());
  }

  private async storeAll(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue;
      this.queue = [];
      await this.storeBatch(batch);
    }
    this.busy = false;
  }

  private async storeBatch(batch: readonly Publication[]): Promise<void> {
    const byChannel = new Map<string, Publication[]>();
    for (const publication of batch) {
      const { subject } = publication.message;
      const publications = byChannel.get(subject);
      if (publications) publications.push(publication);
      else byChannel.set(subject, [publication]);
    }
    const stored = await Promise.all(
      Array.from(byChannel, ([name, publications]) => this.storeIn(name, publications)),
    );
    for (const channel of stored) if (channel) this.delivery.sendAvailable(channel);
    const failed = new Set([...byChannel.keys()].filter((_, i) => !stored[i]));
    for (const { message, ackInbox } of batch)
      if (!failed.has(message.subject)) this.client.publish(ackInbox, encodePubAck(message.guid));
  }

  private async storeIn(name: string, publications: readonly Publication[]): Promise<Channel | undefined> {
    try {
      const channel = this.channels.open(name);
      await channel.messages.append(publications.map(({ message }) => message));
      return channel;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error(`Error processing ${publications.length} messages for channel "${name}": ${reason}`);
      for (const { message, ackInbox } of publications) this.refuse(ackInbox, message.guid, reason);
      return undefined;
    }
  }

  private refuse(ackInbox: string, guid: string, reason: string): void {
    this.client.publish(ackInbox, encodePubAck(guid, reason));
  }
}
