import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../logger.js';
import { FileMessages } from './file-messages.js';
import { StateLog } from './state-log.js';
import type {
  ClientRecord,
  Limits,
  MessageStore,
  RecoveredState,
  Store,
  SubscriptionRecord,
} from './store.js';

/** Keeps all data in one directory: `state.log`, and `channels/<name>/` with the messages of each channel. */
export class FileStore implements Store {
  private readonly channelsDirectory: string;
  private readonly state: StateLog;
  private readonly channels = new Map<string, FileMessages>();

  constructor(
    directory: string,
    clusterId: string,
    private readonly limits: Limits,
    private readonly logger: Logger,
  ) {
    this.channelsDirectory = join(directory, 'channels');
    mkdirSync(this.channelsDirectory, { recursive: true });
    this.state = new StateLog(join(directory, 'state.log'), logger);
    const recovered = this.state.model.clusterId;
    if (recovered !== undefined && recovered !== clusterId)
      throw new Error(`Cluster ID "${clusterId}" does not match recovered value of "${recovered}"`);
    if (recovered === undefined) {
      this.state.change({ clusterId });
      this.state.flush();
    }
  }

  recover(): RecoveredState {
    const channels = readdirSync(this.channelsDirectory).map(decodeURIComponent);
    for (const name of channels) this.channel(name);
    return { ...this.state.model.recovered(), channels };
  }

  channel(name: string): MessageStore {
    let messages = this.channels.get(name);
    if (!messages) {
      const directory = join(this.channelsDirectory, encodeURIComponent(name));
      this.channels.set(name, (messages = new FileMessages(directory, this.limits, this.logger)));
    }
    return messages;
  }

  saveClient(client: ClientRecord): void {
    this.state.change({ client });
  }

  removeClient(id: string): void {
    this.state.change({ clientGone: id });
  }

  saveSubscription(subscription: SubscriptionRecord): void {
    this.state.change({ subscription });
  }

  removeSubscription(id: number): void {
    this.state.change({ subscriptionGone: id });
  }

  sent(subscriptionId: number, sequence: number): void {
    this.state.sent(subscriptionId, sequence);
  }

  acknowledged(subscriptionId: number, sequence: number): void {
    this.state.acknowledged(subscriptionId, sequence);
  }

  flush(): void {
    this.state.flush();
  }

  close(): void {
    this.state.close();
    for (const messages of this.channels.values()) messages.close();
  }
}
