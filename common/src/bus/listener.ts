import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'node-nats-streaming';
import { type EventData, parseEventBody } from '../events/event-map.js';
import type { Subjects } from '../events/subjects.js';
import type { Logger } from '../telemetry/logger.js';
import { messageFailures, messageLag, messagesFailing, messagesHandled } from '../telemetry/metrics.js';
import { annotate } from '../telemetry/tracing/span.js';
import { withinLimit } from '../async/within-limit.js';
import { park } from './dead-letter.js';
import { Deliveries } from './deliveries.js';
import { asError } from './errors.js';
import { FailingMessages } from './failing-messages.js';
import { isFaultOfMessage } from './is-fault-of-message.js';
import { listening } from './messages-in-work.js';
import type { NatsConnection } from './nats-connection.js';

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
/** An attempt that takes longer counts as failed. Every wait inside an attempt has a shorter limit of its own. */
const ATTEMPT_LIMIT_MS = 60_000;
/**
 * The broker delivers a message again when it has no acknowledgement after this time. A broker that dies loses the
 * acknowledgements that are on their way to it, so those messages come again this long after its return. A message that
 * is in work for longer than this is delivered again too; `receive` ignores that delivery.
 */
const ACK_WAIT_SECONDS = 5;
const DRAIN_LIMIT_MS = 5_000;
/** An outage logs each kind of error once, and at most this many kinds. */
const MAX_KINDS_LOGGED = 20;

/**
 * Handles one kind of event for one queue group. Each message goes to one instance of the group, at least once, in any
 * order. A message is acknowledged only after `onMessage` resolved. A message that fails is tried again with growing
 * delays, for as long as it takes, and the others continue. A message is parked on `dead-letter` with the reason when
 * the failure is surely its own fault, or when it fails for long while others are handled (`FailingMessages`).
 * Log lines go to the logger of the connection.
 */
export abstract class Listener<S extends Subjects> {
  abstract readonly subject: S;
  /** The name of the queue group and of its durable. The broker keeps the messages of a durable while no instance runs. */
  abstract readonly queueGroup: string;
  /** How many messages are in work at the same time, those that wait for another attempt included. */
  protected readonly maxInFlight: number = 1024;

  private readonly inFlight = new Map<number, Promise<void>>();
  private readonly deliveries = new Deliveries();
  private failing = new FailingMessages(this.maxInFlight);
  private readonly kindsLogged = new Set<string>();
  private draining = false;

  protected readonly logger: Logger;

  constructor(private readonly connection: NatsConnection) {
    this.logger = connection.logger;
  }

  /**
   * Handles the event. It must be idempotent: the same event may come twice, late, or before an older one.
   * @throws {UnprocessableMessageError} to park the message at once. After any other error it is tried again.
   */
  abstract onMessage(data: EventData<S>): Promise<void>;

  /** Subscribes. Resolves when the broker has accepted the subscription. */
  async listen(): Promise<void> {
    this.failing = new FailingMessages(this.maxInFlight);
    this.startCounting();
    await this.connection.subscribe({
      channel: this.subject,
      queueGroup: this.queueGroup,
      maxInFlight: this.maxInFlight,
      ackWaitSeconds: ACK_WAIT_SECONDS,
      onMessage: (message) => this.receive(message),
    });
  }

  /** Accepts no more messages, and waits at most 5 s for those in work. Unacknowledged messages are delivered again. */
  async drain(): Promise<void> {
    this.draining = true;
    this.failing.abandon();
    listening.delete(this);
    await withinLimit(Promise.all(this.inFlight.values()), DRAIN_LIMIT_MS, `draining ${this.subject}`);
  }

  /** How many messages are in work, those that wait for another attempt included. */
  get inWork(): number {
    return this.inFlight.size;
  }

  /** An alert on a counter misses its first step unless the counter has begun at 0. */
  private startCounting(): void {
    for (const outcome of ['done', 'parked']) messagesHandled.inc({ ...this.labels(), outcome }, 0);
    messageFailures.inc(this.labels(), 0);
    messagesFailing.set(this.labels(), 0);
    messageLag.zero(this.labels());
    listening.add(this);
  }

  private receive(message: Message): void {
    const sequence = message.getSequence();
    // the broker repeats a message that is in work for longer than the ack wait; one acknowledgement counts for both
    if (this.draining || this.inFlight.has(sequence)) return;
    const work = this.handle(message)
      .catch((error: unknown) => {
        if (!this.draining) {
          this.logger.error(
            { err: error, ...this.describe(message) },
            'not acknowledged; the broker will deliver it again',
          );
        }
      })
      .finally(() => {
        this.inFlight.delete(sequence);
        this.recovered(sequence);
      });
    this.inFlight.set(sequence, work);
  }

  private async handle(message: Message): Promise<void> {
    const raw = message.getRawData();
    let data: EventData<S>;
    try {
      data = parseEventBody(this.subject, raw);
    } catch (error) {
      return this.park(message, raw, asError(error), 1);
    }
    const verdict = await this.deliveries.trace(message, data, this.describe(message), () =>
      this.attempt(message, data),
    );
    if (verdict) return this.park(message, raw, verdict.reason, verdict.attempts);
    message.ack();
    this.count(message, 'done');
  }

  /** Resolves to undefined when the message was handled, otherwise to the reason why it must be parked. */
  private async attempt(
    message: Message,
    data: EventData<S>,
  ): Promise<{ reason: Error; attempts: number } | undefined> {
    const sequence = message.getSequence();
    const publishedAt = message.getTimestamp().getTime();
    for (let tries = 1; ; tries++) {
      try {
        await withinLimit(this.onMessage(data), ATTEMPT_LIMIT_MS, this.subject);
        this.failing.handled();
        return undefined;
      } catch (thrown) {
        const reason = asError(thrown);
        annotate({ 'messaging.failures': tries });
        const verdict = { reason, attempts: tries };
        if (isFaultOfMessage(reason)) return verdict;
        if (this.draining) throw reason;
        const giveUp = this.failing.failed(sequence, publishedAt);
        this.reportFailure(message, reason);
        const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
        await sleep(delay * (0.5 + Math.random() / 2), undefined, { signal: giveUp }).catch(() => undefined);
        if (this.draining) throw reason;
        if (giveUp.aborted) return verdict;
      }
    }
  }

  /** Counts each failure. It logs only the first one of its kind until all messages are handled again. */
  private reportFailure(message: Message, err: Error): void {
    messageFailures.inc(this.labels());
    messagesFailing.set(this.labels(), this.failing.size);
    const kind = `${err.name} ${String((err as { code?: unknown }).code)}`;
    if (this.kindsLogged.has(kind) || this.kindsLogged.size === MAX_KINDS_LOGGED) return;
    this.kindsLogged.add(kind);
    this.logger.warn(
      { err, ...this.describe(message) },
      'messages fail; trying them again until they succeed',
    );
  }

  private recovered(sequence: number): void {
    if (!this.failing.forget(sequence)) return;
    messagesFailing.set(this.labels(), this.failing.size);
    if (this.failing.size > 0 || this.draining) return;
    this.kindsLogged.clear();
    this.logger.info(this.labels(), 'no message fails any more');
  }

  private async park(message: Message, raw: Buffer, reason: Error, attempts: number): Promise<void> {
    await park(this.connection, { ...this.describe(message), raw, reason, attempts });
    message.ack();
    this.count(message, 'parked');
    this.logger.error({ err: reason, attempts, ...this.describe(message) }, 'message parked on dead-letter');
  }

  private count(message: Message, outcome: 'done' | 'parked'): void {
    const { subject, queueGroup } = this;
    // a spread of `labels()` would take prom-client four times as long
    messagesHandled.inc({ subject, queue_group: queueGroup, outcome });
    // the clocks of two machines differ a little
    messageLag.observe(this.labels(), Math.max(0, Date.now() - message.getTimestamp().getTime()) / 1000);
  }

  /** The labels of its metrics. */
  labels() {
    return { subject: this.subject, queue_group: this.queueGroup };
  }

  private describe(message: Message) {
    return { subject: this.subject, queueGroup: this.queueGroup, sequence: message.getSequence() };
  }
}
