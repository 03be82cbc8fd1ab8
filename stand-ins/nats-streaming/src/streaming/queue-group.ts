import type { Subscription } from './subscription.js';

/**
 * Subscriptions that share the messages of a channel. When the last member of a durable group leaves, it
 * stays as the shadow.
 */
export class QueueGroup {
  readonly members: Subscription[] = [];
  private readonly redeliveries = new Map<number, number>();
  /** Keeps the place and the pending messages of a durable group that has no members. */
  shadow: Subscription | undefined;
  lastSent = 0;

  constructor(readonly name: string) {}

  get isStalled(): boolean {
    return this.members.every(({ stalled }) => stalled);
  }

  add(member: Subscription): void {
    member.redeliveries = this.redeliveries;
    this.members.push(member);
    this.lastSent = Math.max(this.lastSent, member.record.lastSent);
  }

  remove(member: Subscription): void {
    const index = this.members.indexOf(member);
    if (index !== -1) this.members.splice(index, 1);
  }

  /**
   * Returns the member with the fewest pending messages that can take one more. If none can, it returns any
   * member.
   */
  pick(): Subscription | undefined {
    let best: Subscription | undefined;
    for (const member of this.members) {
      if (member.stalled || member.hasFailedHeartbeat) continue;
      if (!best || member.pending.size < best.pending.size) best = member;
    }
    best ??= this.members[0];
    // members with equally many pending messages take turns
    if (best && best === this.members[0]) this.members.push(...this.members.splice(0, 1));
    return best;
  }
}
