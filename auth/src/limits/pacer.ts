import { Bucket, type Taken, unlessRefused } from './bucket.js';

/** Nobody is refused for longer. */
export const PACE_SECONDS = 60;

/** An attempt that a pacer has let through. */
export interface Paced extends Taken {
  /** Whether the free attempts were used up, so this is the one attempt of its minute. */
  readonly isPaced: boolean;
}

/** Lets some attempts for a key through at once, and then one in a minute. So nobody is refused for more than a minute. */
export class Pacer {
  private readonly free: Bucket;
  private readonly pace: Bucket;

  constructor(name: string, free: { attempts: number; seconds: number }) {
    this.free = new Bucket(name, free);
    this.pace = new Bucket(`${name}-pace`, { attempts: 1, seconds: PACE_SECONDS });
  }

  /** @throws {TooManyRequestsError} when the next attempt is allowed in up to a minute. */
  async take(...key: string[]): Promise<Paced> {
    const free = await unlessRefused(this.free.take(...key));
    return free ? { ...free, isPaced: false } : { ...(await this.pace.take(...key)), isPaced: true };
  }
}
