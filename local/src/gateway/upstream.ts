import { Agent } from 'node:http';

const PAUSE_MS = 1_000;
/**
 * A Node server closes idle connections after 5 s. This is shorter, so that no connection is reused while it
 * closes.
 */
const IDLE_LIMIT_MS = 4_000;

/**
 * The instances behind one prefix. They take turns. An instance that refused a connection is left out for a
 * second.
 */
export class Upstream {
  readonly agent = new Agent({ keepAlive: true, timeout: IDLE_LIMIT_MS, maxFreeSockets: 256 });
  private readonly pausedUntil = new Map<string, number>();
  private turn = 0;

  constructor(private readonly targets: string[]) {}

  get size(): number {
    return this.targets.length;
  }

  next(): string | undefined {
    const now = Date.now();
    const awake = this.targets.filter((target) => (this.pausedUntil.get(target) ?? 0) <= now);
    const candidates = awake.length > 0 ? awake : this.targets;
    return candidates[this.turn++ % candidates.length];
  }

  pause(target: string): void {
    this.pausedUntil.set(target, Date.now() + PAUSE_MS);
  }

  close(): void {
    this.agent.destroy();
  }
}
