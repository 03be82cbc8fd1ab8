import type { Caller } from '../caller.js';
import { Lines } from './lines.js';
import { OverloadedError } from './overloaded-error.js';

interface Job {
  start(): void;
  refuse(): void;
}

interface Limits {
  /** How many pieces of work may run at the same time. */
  running: number;
  /** How many may wait. One more makes the newest one of the network with most of them fail. */
  waiting: number;
  /** How long one may wait. Its client gives up soon afterwards. */
  waitMs: number;
}

/**
 * Limits how many pieces of work run at the same time, and how many wait. Networks take turns. Work of a client that has
 * left does not start.
 */
export class FairQueue {
  private running = 0;
  private readonly lines = new Lines<Job>();

  constructor(private readonly limits: Limits) {}

  /** @throws {OverloadedError} when the work was not begun: too much was waiting, it waited too long, or its client left. */
  async run<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    if (caller.signal?.aborted) throw new OverloadedError();
    if (this.running < this.limits.running) this.running++;
    else await this.turn(caller);
    try {
      return await work();
    } finally {
      // the place goes to the next in line; when nobody waits, it is free again
      const next = this.lines.shift();
      if (next) next.start();
      else this.running--;
    }
  }

  /** Resolves when a place is free and it is the caller's turn. */
  private turn({ networks, signal }: Caller): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        if (this.lines.remove(networks, job)) job.refuse();
      };
      const timer = setTimeout(leave, this.limits.waitMs);
      signal?.addEventListener('abort', leave, { once: true });
      const end = (then: () => void) => () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        then();
      };
      const job: Job = { start: end(resolve), refuse: end(() => reject(new OverloadedError())) };
      this.lines.push(networks, job);
      if (this.lines.size > this.limits.waiting) this.lines.pop()?.refuse();
    });
  }
}
