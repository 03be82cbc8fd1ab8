import type { Logger } from '../logger.js';
import type { Limits, Store } from '../store/store.js';
import { Channel } from './channel.js';
import { Refusal, errors } from './errors.js';

/** All channels. A channel comes into being with its first message or subscription. */
export class Channels {
  private readonly channels = new Map<string, Channel>();

  constructor(
    private readonly store: Store,
    private readonly limits: Limits,
    private readonly logger: Logger,
  ) {}

  get(name: string): Channel | undefined {
    return this.channels.get(name);
  }

  all(): Iterable<Channel> {
    return this.channels.values();
  }

  open(name: string): Channel {
    const existing = this.channels.get(name);
    if (existing) return existing;
    if (this.limits.channels > 0 && this.channels.size >= this.limits.channels)
      throw new Refusal(errors.tooManyChannels);
    const channel = this.recover(name);
    this.logger.info(`Channel "${name}" has been created`);
    return channel;
  }

  /** A channel that the store knows is not refused, whatever the limits are by now. */
  recover(name: string): Channel {
    const channel = new Channel(name, this.store.channel(name));
    this.channels.set(name, channel);
    return channel;
  }
}

/** No wildcards, no `/`, no empty token. */
export function isChannelName(name: string): boolean {
  return name !== '' && !/[*>/]|^\.|\.\.|\.$/.test(name);
}
