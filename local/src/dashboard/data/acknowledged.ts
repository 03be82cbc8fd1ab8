import type { ChannelState } from './bus-monitor.js';

/**
 * Remembers up to which message each queue group has acknowledged all. The broker tells only how many messages are open, and
 * not which: at a moment at which none is open, all that were sent are acknowledged for good.
 */
export class Acknowledged {
  private readonly upTo = new Map<string, number>();

  /** Adds to each group what is known from this answer of the broker, and from earlier ones. */
  noted(channels: readonly ChannelState[]): ChannelState[] {
    return channels.map(({ groups, ...channel }) => ({
      ...channel,
      groups: groups.map((group) => {
        const key = `${channel.name} ${group.name}`;
        const known = this.upTo.get(key) ?? 0;
        // a bus that has lost its messages counts from 1 again
        const acknowledged = group.open === 0 || group.lastSent < known ? group.lastSent : known;
        this.upTo.set(key, acknowledged);
        return { ...group, acknowledged };
      }),
    }));
  }
}
