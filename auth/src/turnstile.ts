/** Lets a number of pieces of work through at the same time; the others wait in line. */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // the place goes to the next in line, or nobody waits and it is free
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}
