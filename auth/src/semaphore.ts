/** Limits how many pieces of work run at the same time. The others wait in line. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];

  /** @param permits how many pieces of work may run at the same time. */
  constructor(private permits: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.permits > 0) this.permits--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // the permit goes to the next in line; when nobody waits, it is free again
      const next = this.waiting.shift();
      if (next) next();
      else this.permits++;
    }
  }
}
