import type { Logger } from '../logger.js';
import type { Store } from '../store/store.js';
import type { Delivery } from '../store/tables.js';
import { drawFaults } from './draw-faults.js';
import type { WebhookFaults } from './faults.js';
import { forgeEvent } from './forge.js';
import { post } from './post.js';
import { seededRandom } from '../seeded-random.js';

/** Waits before the second attempt, the third and so on, in ms. The last one is used again and again. */
const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000, 3_600_000];
/** Stripe tries for up to three days. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;
const AT_ONCE = 32;
const LONGEST_SLEEP_MS = 60_000;

export interface SenderOptions {
  store: Store;
  url: string;
  secret: string;
  faults: WebhookFaults | undefined;
  logger: Logger;
}

/**
 * Sends each event until the endpoint answers 2xx: at least once, in no order. What is still to be sent is in the
 * store, so it survives a restart.
 */
export class WebhookSender {
  private readonly sending = new Set<string>();
  private readonly random: () => number;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private woken = false;

  constructor(private readonly options: SenderOptions) {
    this.random = seededRandom(options.faults?.seed ?? 1);
  }

  /** Sends what is due, and comes back when the next one is. Call it when there may be new events. */
  wake(): void {
    if (this.woken) return;
    this.woken = true;
    setImmediate(() => {
      this.woken = false;
      if (!this.stopped) this.startDue();
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private startDue(): void {
    clearTimeout(this.timer);
    const now = Date.now();
    let next = now + LONGEST_SLEEP_MS;
    for (const [id, delivery] of this.options.store.entries('deliveries')) {
      if (this.sending.size >= AT_ONCE) return; // the end of one of them wakes the sender
      if (this.sending.has(id)) continue;
      if (delivery.dueAt > now) next = Math.min(next, delivery.dueAt);
      else this.start(id, delivery);
    }
    this.timer = setTimeout(() => this.wake(), next - now);
  }

  private start(id: string, delivery: Delivery): void {
    this.sending.add(id);
    void this.deliver(id, delivery)
      .catch((error: unknown) => this.options.logger.error(`webhook ${delivery.eventId}: ${String(error)}`))
      .finally(() => {
        this.sending.delete(id);
        this.wake();
      });
  }

  private async deliver(id: string, delivery: Delivery): Promise<void> {
    const { store, faults } = this.options;
    const drawn = faults && !delivery.drawn ? drawFaults(store, id, delivery, faults, this.random) : delivery;
    if (!drawn || drawn.dueAt > Date.now()) return;
    // An event must not be seen before its change is safe
    await store.synced();
    const event = store.get('events', drawn.eventId);
    if (!event) return this.forget(id);
    if (faults && this.random() < faults.forge)
      await this.send(JSON.stringify(forgeEvent(event)), 'whsec_forged');
    if (await this.send(JSON.stringify(event), this.options.secret)) return this.forget(id);
    this.retryLater(id, drawn);
  }

  private send(body: string, secret: string): Promise<boolean> {
    return post(this.options.url, body, secret, this.options.logger);
  }

  private retryLater(id: string, delivery: Delivery): void {
    const now = Date.now();
    const wait = BACKOFF_MS[Math.min(delivery.attempts, BACKOFF_MS.length - 1)] ?? 0;
    if (now + wait - delivery.since > GIVE_UP_AFTER_MS) return this.forget(id);
    const later = { ...delivery, attempts: delivery.attempts + 1, dueAt: now + wait };
    if (!this.stopped) this.options.store.transact((transaction) => transaction.put('deliveries', id, later));
  }

  private forget(id: string): void {
    if (!this.stopped) this.options.store.transact((transaction) => transaction.remove('deliveries', id));
  }
}
