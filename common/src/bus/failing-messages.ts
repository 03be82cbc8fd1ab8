/**
 * A message that goes on failing is parked when it is this old by the time that the broker gave it, so a restart of the
 * service does not begin the time anew. It is long enough for an outage that somebody has to repair.
 */
export const LONG_LIMIT_MS = 15 * 60_000;
/** After a restart even an old message is tried for this long. */
const LEAST_TRYING_MS = 60_000;
/** When the window is crowded, a message that fails alone is parked after this time. */
const CROWDED_LIMIT_MS = 10_000;
/** A message fails alone when other messages were handled before each of this many of its last failures. */
const LONELY_FAILURES = 3;
/** While the window is full and nothing succeeds, one old message is parked per this time, to let another one in. */
const PROBE_MS = 60_000;

interface Failing {
  publishedAt: number;
  firstFailure: number;
  lastFailure: number;
  /** The failures in a row before each of which other messages were handled. */
  lonely: number;
  giveUp: AbortController;
}

/**
 * The messages of one listener that failed and wait for another attempt. It decides when a message is given up.
 *
 * An outage makes every message fail, so time alone is no reason to give a message up: other messages must have been
 * handled while this one failed. Then it is given up when it is old, or when so many messages fail that they could fill
 * the window of the broker. The one that has failed longest is given up first.
 */
export class FailingMessages {
  /** By sequence. The first one has failed longest. */
  private readonly failing = new Map<number, Failing>();
  private lastSuccess = -Infinity;
  private lastProbe = -Infinity;

  /** @param window the broker sends at most this many messages that are not acknowledged. */
  constructor(private readonly window: number) {}

  get size(): number {
    return this.failing.size;
  }

  /**
   * Records a failure.
   * @param publishedAt the time that the broker gave the message, in milliseconds since 1970.
   * @returns a signal that is aborted when the message must be parked, or when `abandon` was called.
   */
  failed(sequence: number, publishedAt: number): AbortSignal {
    const now = performance.now();
    const known = this.failing.get(sequence);
    const message = known ?? {
      publishedAt,
      firstFailure: now,
      lastFailure: now,
      lonely: 0,
      giveUp: new AbortController(),
    };
    if (known) {
      known.lonely = this.lastSuccess > known.lastFailure ? known.lonely + 1 : 0;
      known.lastFailure = now;
    }
    this.failing.set(sequence, message);
    if (this.isTooOld(message, now)) message.giveUp.abort();
    this.makeRoom(now);
    return message.giveUp.signal;
  }

  /** Records that a message was handled. */
  handled(): void {
    this.lastSuccess = performance.now();
  }

  /** Forgets a message that was handled or parked. Returns whether it had failed before. */
  forget(sequence: number): boolean {
    return this.failing.delete(sequence);
  }

  /** Aborts every signal: the service stops. */
  abandon(): void {
    for (const { giveUp } of this.failing.values()) giveUp.abort();
  }

  private isTooOld(message: Failing, now: number): boolean {
    const tried = now - message.firstFailure;
    const age = Math.max(tried, Date.now() - message.publishedAt);
    if (age < LONG_LIMIT_MS || tried < LEAST_TRYING_MS) return false;
    return message.lonely >= LONELY_FAILURES || this.isProbe(message, now);
  }

  /** Whether to park a message only to see whether the next one can be handled. */
  private isProbe(message: Failing, now: number): boolean {
    const [first] = this.failing.values();
    if (this.failing.size < this.window || message !== first || now - this.lastProbe < PROBE_MS) return false;
    this.lastProbe = now;
    return true;
  }

  /** Gives up the messages that have failed longest, until at most half of the window fails. */
  private makeRoom(now: number): void {
    let tooMany = this.failing.size - this.window / 2;
    for (const { giveUp, firstFailure, lonely } of this.failing.values()) {
      if (tooMany <= 0 || now - firstFailure < CROWDED_LIMIT_MS) return;
      if (lonely >= LONELY_FAILURES) giveUp.abort();
      if (giveUp.signal.aborted) tooMany--;
    }
  }
}
