import type { Delivery } from './delivery.js';
import type { Subscription } from './subscription.js';

/** Messages due within this time are sent together, so that the timer does not fire for each one. */
const TOGETHER_MS = 15;

/** Sends again what was not acknowledged in time. */
export class Redelivery {
  constructor(private readonly delivery: Delivery) {}

  /** A durable is back: all that is pending is sent at once, in order, whatever maxInFlight says. */
  resume(subscription: Subscription): void {
    for (const sequence of subscription.pendingBySequence()) {
      const message = this.delivery.messageToRedeliver(subscription, sequence);
      if (message) this.delivery.redeliver(subscription, sequence, message);
    }
  }

  /** After a restart: only the member that has a message pending gets it again, lest two have it. */
  afterRestart(subscription: Subscription): void {
    this.sendDue(subscription, (sequence, message) =>
      this.delivery.redeliver(subscription, sequence, message),
    );
  }

  /** The ack timer of a subscription has fired. */
  expired(subscription: Subscription): void {
    const { group } = subscription;
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

  /** Makes what is due leave soon. */
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
