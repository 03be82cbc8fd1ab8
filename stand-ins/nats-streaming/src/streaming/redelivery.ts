import type { Channels } from './channels.js';
import type { Delivery } from './delivery.js';
import type { Subscription } from './subscription.js';

/** Messages that are due within this time are sent together, so that the timer does not fire for each one. */
const TOGETHER_MS = 15;

/** Sends messages again that were not acknowledged in time. */
export class Redelivery {
  constructor(
    private readonly channels: Channels,
    private readonly delivery: Delivery,
  ) {}

  /**
   * A durable is back: all its pending messages are sent at once, in order, even if they are more than
   * maxInFlight.
   */
  resume(subscription: Subscription): void {
    for (const sequence of subscription.pendingBySequence()) {
      const message = this.delivery.messageToRedeliver(subscription, sequence);
      if (message) this.delivery.redeliver(subscription, sequence, message);
    }
  }

  /**
   * After a restart a due message goes to the member on which it is pending, so that no second member gets
   * it.
   */
  afterRestart(subscription: Subscription): void {
    this.sendDue(subscription, (sequence, message) =>
      this.delivery.redeliver(subscription, sequence, message),
    );
  }

  /** The ack timer of a subscription has fired. */
  expired(subscription: Subscription): void {
    const group = this.channels.of(subscription).groupOf(subscription);
    if (!group && subscription.hasFailedHeartbeat) {
      this.startTimer(subscription, subscription.ackWaitMs);
      return;
    }
    this.sendDue(subscription, (sequence, message) => {
      const receiver = group ? group.pick() : subscription;
      if (!receiver) return;
      this.delivery.redeliver(receiver, sequence, message);
      if (receiver !== subscription) this.delivery.release(subscription, sequence);
    });
  }

  /** After this delay the due messages of the subscription are sent. */
  startTimer(subscription: Subscription, delayMs: number): void {
    subscription.setAckTimer(delayMs, () => this.expired(subscription));
  }

  private sendDue(subscription: Subscription, resend: (sequence: number, message: Buffer) => void): void {
    const limit = Date.now() + TOGETHER_MS;
    let next: number | undefined;
    for (const { sequence, expiry } of subscription.pendingByExpiry()) {
      const message = this.delivery.messageToRedeliver(subscription, sequence);
      if (!message) continue;
      if (expiry > limit) {
        next = expiry;
        break;
      }
      resend(sequence, message);
    }
    this.adjustTimer(subscription, next);
  }

  private adjustTimer(subscription: Subscription, next: number | undefined): void {
    if (subscription.pending.size === 0) {
      subscription.clearAckTimer();
      return;
    }
    const delay = (next ?? 0) - Date.now();
    this.startTimer(subscription, delay > 0 ? delay : subscription.ackWaitMs);
  }
}
