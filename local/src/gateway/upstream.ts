import { Agent } from 'node:http';

const PAUSE_MS = 1_000;
/** Shorter than the 5 s after which a Node server closes an idle connection, so that none is reused as it closes. */
const IDLE_LIMIT_MS = 4_000;

/** The instances behind one prefix: taken in turn, one that refused a connection is left alone for a moment. */
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
