import type { Model, Types } from 'mongoose';
import type { NatsConnection } from '../bus/nats-connection.js';
import { publishEvent } from '../bus/publish-event.js';
import { isOutage } from '../errors/is-outage.js';
import { databaseClock } from '../mongo/database-clock.js';
import { Batcher, DONE, MAX_BATCH, REST_MS } from '../async/batcher.js';
import type { Logger } from '../telemetry/logger.js';
import { eventsPublished } from '../telemetry/metrics.js';
import { withoutTrace } from '../telemetry/trace-context.js';
import { recordSpan } from '../telemetry/tracing/span.js';
import { withinLimit } from '../async/within-limit.js';
import { OUTBOX_FILLED, type OutboxEntry, type OutboxFields } from './outbox-plugin.js';

type Id = Types.ObjectId;

const SWEEP_INTERVAL_MS = 1_000;
/**
 * A sweep leaves younger entries to the process that wrote them. That process is about to publish them, or has published
 * them and is about to remove them.
 */
const GRACE_MS = 2_000;
const SWEEP_BATCH = 500;
/** How many documents are published at the same time. */
const CONCURRENCY = 512;
const FLUSH_LIMIT_MS = 5_000;

/**
 * Publishes the events in the outboxes of a model's documents: right after each save, and in sweeps for the events that
 * a crash or an outage left behind. The events of one document are published in order. An entry is removed only after
 * the broker acknowledged it, so an event may come twice, but it is never lost.
 */
export class OutboxRelay {
  private readonly waiting = new Map<string, { id: Id; entries: OutboxEntry[] }>();
  private readonly active = new Map<string, Promise<void>>();
  private sweeper: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private failures = 0;
  /** The entries that are published and not yet removed, and their removals. */
  private readonly published = new Map<string, Promise<void>>();
  /**
   * Removes published entries. The version of the document stays. If such a write is lost, an event comes twice. Nobody
   * waits for it, so in a burst it comes after the changes and events of others.
   */
  private readonly removals = new Batcher<{ id: Id; published: Id[] }, void>(
    async (batch) => {
      const ids = batch.map(({ id }) => id);
      const pull = { outbox: { id: { $in: batch.flatMap(({ published }) => published) } } };
      const update = { $pull: pull as never };
      await this.model.collection.updateMany({ _id: { $in: ids } }, update, { writeConcern: { w: 1 } });
      return batch.map(() => DONE);
    },
    { maxBatch: 2 * MAX_BATCH, restMs: REST_MS },
  );
  private readonly onFilled = (document: OutboxFields & { _id: Id }) =>
    this.offer(document._id, document.outbox);
  private readonly onUp = () => void this.sweep();

  constructor(
    private readonly model: Model<OutboxFields>,
    private readonly connection: NatsConnection,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.model.on(OUTBOX_FILLED, this.onFilled);
    this.connection.on('up', this.onUp);
    this.sweeper = setInterval(() => void this.sweep(), SWEEP_INTERVAL_MS);
    void this.sweep();
  }

  /**
   * Publishes the events that are known to wait, for at most 5 s. The others stay in the database for another instance
   * or for the next start.
   */
  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    this.connection.off('up', this.onUp);
    await withinLimit(this.idle(), FLUSH_LIMIT_MS, 'flushing the outbox').finally(() =>
      this.model.off(OUTBOX_FILLED, this.onFilled),
    );
  }

  /**
   * Resolves when every offered event is published and removed, or left for a later sweep because the broker is away.
   */
  async idle(): Promise<void> {
    await this.sweeping;
    while (this.active.size > 0) await Promise.all(this.active.values());
    await this.removeAll();
  }

  private async removeAll(): Promise<void> {
    this.removals.flush();
    await Promise.all(this.published.values());
  }

  private offer(id: Id, entries: readonly OutboxEntry[]): void {
    // while the broker is away nothing is kept in memory; a sweep finds all events in the database
    if (!this.connection.connected) return;
    const key = String(id);
    const known = this.waiting.get(key)?.entries ?? [];
    const fresh = entries.filter((entry) => !known.some((other) => other.id.equals(entry.id)));
    this.waiting.set(key, { id, entries: [...known, ...fresh] });
    this.pump();
  }

  private pump(): void {
    for (const [key, { id, entries }] of this.waiting) {
      if (this.active.size >= CONCURRENCY) return;
      if (this.active.has(key)) continue; // the events of one document are published one after the other
      this.waiting.delete(key);
      const work = this.publish(id, entries).finally(() => {
        this.active.delete(key);
        this.pump();
      });
      this.active.set(key, work);
    }
  }

  private async publish(id: Id, entries: OutboxEntry[]): Promise<void> {
    const published: Id[] = [];
    try {
      for (const { id: entryId, subject, data, at } of entries) {
        if (this.published.has(String(entryId))) continue;
        recordSpan(`outbox ${subject}`, data.traceparent, { from: at.getTime() });
        await publishEvent(this.connection, subject, data);
        published.push(entryId);
        eventsPublished.inc({ subject });
      }
    } catch (error) {
      this.failures++;
      // the connection logs an outage of the broker once
      const level = isOutage(error) ? 'debug' : 'error';
      this.logger[level]({ err: error, document: String(id) }, 'event stays in the outbox');
    }
    if (published.length > 0) this.remove(id, published);
  }

  private remove(id: Id, published: Id[]): void {
    const keys = published.map(String);
    const removal = withoutTrace(() => this.removals.add({ id, published }))
      .catch((error: unknown) => {
        this.logger.warn(
          { err: error, document: String(id) },
          'published events could not be removed from the outbox',
        );
      })
      .finally(() => keys.forEach((key) => this.published.delete(key)));
    for (const key of keys) this.published.set(key, removal);
  }

  private sweep(): Promise<void> {
    return (this.sweeping ??= this.sweepAll()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the outbox could not be swept'))
      .finally(() => (this.sweeping = undefined)));
  }

  private async sweepAll(): Promise<void> {
    const failuresBefore = this.failures;
    // after a failure the next interval tries again, not this loop
    while (this.connection.connected && this.failures === failuresBefore) {
      const left = await this.model.collection
        .find({ 'outbox.at': { $lte: new Date(databaseClock.now() - GRACE_MS) } })
        .project<{ _id: Id; outbox: OutboxEntry[] }>({ outbox: 1 })
        .sort({ 'outbox.at': 1 })
        .limit(SWEEP_BATCH)
        .toArray();
      const before = new Set([...this.active.keys(), ...this.waiting.keys()]);
      const found = left.filter(({ _id }) => !before.has(String(_id)));
      for (const { _id, outbox } of found) this.offer(_id, outbox);
      if (left.length < SWEEP_BATCH) return;
      await Promise.all(this.active.values());
      await this.removeAll();
    }
  }
}
