import type { GiveBack, Taken } from './bucket.js';

/** One attempt: the limits that have let it through, and how long it is held. */
export class Tally {
  private readonly taken: Taken[] = [];
  private held = 0;

  private constructor() {}

  /**
   * Counts an attempt.
   * @param count asks one limit after another. When one refuses, the earlier ones get the attempt back.
   */
  static async of(count: (tally: Tally) => Promise<void>): Promise<Tally> {
    const tally = new Tally();
    try {
      await count(tally);
    } catch (error) {
      await tally.giveBack();
      throw error;
    }
    return tally;
  }

  get holdMs(): number {
    return this.held;
  }

  readonly giveBack: GiveBack = async () => {
    await Promise.all(this.taken.map((taken) => taken.giveBack()));
  };

  /** Keeps what a limit has counted. */
  async add<T extends Taken>(taking: Promise<T>): Promise<T> {
    const taken = await taking;
    this.taken.push(taken);
    return taken;
  }

  /** The attempt is held for this time, or a longer one that another limit asks for. */
  slow(ms: number): void {
    this.held = Math.max(this.held, ms);
  }
}
