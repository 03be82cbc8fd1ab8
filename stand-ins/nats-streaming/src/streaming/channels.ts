import type { Logger } from '../logger.js';
import type { Limits, Store } from '../store/store.js';
import { Channel } from './channel.js';
import { Refusal, errors } from './errors.js';
import type { Subscription } from './subscription.js';

/** All channels. The first message or subscription creates a channel; nothing removes it. */
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

  /** The channel of a subscription. */
  of({ record }: Subscription): Channel {
    return this.channels.get(record.channel) ?? this.recover(record.channel);
  }

  /**
   * Returns the channel of this name, and creates it when there is none. Throws a Refusal when the limit is
   * reached.
   */
  open(name: string): Channel {
    const existing = this.channels.get(name);
    if (existing) return existing;
    if (this.limits.channels > 0 && this.channels.size >= this.limits.channels)
      throw new Refusal(errors.tooManyChannels);
    const channel = this.recover(name);
    this.logger.info(`Channel "${name}" has been created`);
    return channel;
  }

  /**
   * Takes in a channel that the store knows. The limits do not apply: they may be lower than in the run that
   * created it.
   */
  recover(name: string): Channel {
    const channel = new Channel(name, this.store.channel(name));
    this.channels.set(name, channel);
    return channel;
  }
}

/** A channel name has no wildcard, no `/` and no empty token. */
export function isChannelName(name: string): boolean {
  return name !== '' && !/[*>/]|^\.|\.\.|\.$/.test(name);
}
