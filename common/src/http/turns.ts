import { AsyncResource } from 'node:async_hooks';

/** Requests that begin together share their round trips to the database. This is time for a dozen or two of them. */
export const TURN_MS = 5;
/** After a new connection others may wait to be taken for this long. */
export const CROWD_MS = 100;

/**
 * Limits how many requests begin in one turn of the event loop. The others begin in the next turns, in the order in which they
 * came. Node takes one new connection in each turn (libuv 1.42 and later). A turn in which the requests of a whole crowd begin
 * takes long; then the others wait for their connection, for as long as it takes, where no limit sees them. So while new
 * connections come, one request begins in each turn. Otherwise requests begin for 5 ms.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  /** When the first request of this turn began. */
  private began: number | undefined;
  private crowdUntil = -Infinity;

  /** @param now a clock in ms. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Says that a new connection has come. */
  connected(): void {
    this.crowdUntil = this.now() + CROWD_MS;
  }

  begin(work: () => void): void {
    if (this.waiting.length === 0 && this.hasTime()) work();
    // the turn in which it begins was asked for by another request, and would give it the trace of that one
    else this.waiting.push(AsyncResource.bind(work));
  }

  /** Whether another request may begin in this turn. The first one always may. */
  private hasTime(): boolean {
    if (this.began !== undefined) {
      const now = this.now();
      return now > this.crowdUntil && now - this.began < TURN_MS;
    }
    this.began = this.now();
    setImmediate(this.nextTurn);
    return true;
  }

  private readonly nextTurn = () => {
    this.began = undefined;
    while (this.waiting.length > 0 && this.hasTime()) this.waiting.shift()!();
  };
}
