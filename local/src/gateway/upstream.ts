import { Pool } from 'undici';

const PAUSE_MS = 1_000;
/**
 * A Node server closes idle connections after 5 s. This is shorter, so that no connection is reused while it
 * closes.
 */
const IDLE_LIMIT_MS = 4_000;

/** One instance of a service: its address and the connections to it. */
export interface Instance {
  url: string;
  connections: Pool;
}

/**
 * The instances behind one prefix. They take turns. An instance that refused a connection is left out for a
 * second.
 */
export class Upstream {
  private readonly instances: Instance[];
  private readonly pausedUntil = new Map<Instance, number>();
  private turn = 0;

  /** A request fails when its instance is silent for `timeoutMs`. */
  constructor(urls: string[], timeoutMs: number) {
    this.instances = urls.map((url) => ({
      url,
      connections: new Pool(url, {
        connect: { timeout: timeoutMs },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        keepAliveTimeout: IDLE_LIMIT_MS,
        keepAliveMaxTimeout: IDLE_LIMIT_MS,
      }),
    }));
  }

  get size(): number {
    return this.instances.length;
  }

  next(): Instance | undefined {
    const now = Date.now();
    const awake = this.instances.filter((instance) => (this.pausedUntil.get(instance) ?? 0) <= now);
    const candidates = awake.length > 0 ? awake : this.instances;
    return candidates[this.turn++ % candidates.length];
  }

  pause(instance: Instance): void {
    this.pausedUntil.set(instance, Date.now() + PAUSE_MS);
  }

  /** Closes all connections, also those with a request in flight. */
  async close(): Promise<void> {
    await Promise.all(this.instances.map(({ connections }) => connections.destroy()));
  }
}
