/**
 * Collects the items that arrive while a batch is running, and handles them together as the next batch. A single item
 * does not wait. Under load, many items become one round trip to the database.
 */
export class Batcher<In, Out> {
  private waiting: { item: In; resolve: (result: Out) => void; reject: (error: unknown) => void }[] = [];
  private running = false;

  /**
   * @param work gets 1 to `maxBatch` items and resolves to the outcome of each, in the same order. When it rejects,
   * every caller of the batch gets the error.
   */
  constructor(
    private readonly work: (items: In[]) => Promise<PromiseSettledResult<Out>[]>,
    private readonly maxBatch = 250,
  ) {}

  /** Resolves or rejects with the outcome of `item`. */
  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // later in this turn of the event loop, so that items from one read of a socket form one batch
      if (this.waiting.length === 1) setImmediate(() => this.pump());
    });
  }

  private pump(): void {
    if (this.running || this.waiting.length === 0) return;
    this.running = true;
    void this.run(this.waiting.splice(0, this.maxBatch)).finally(() => {
      this.running = false;
      this.pump();
    });
  }

  private async run(batch: typeof this.waiting): Promise<void> {
    try {
      const results = await this.work(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index]!;
        if (result.status === 'fulfilled') resolve(result.value);
        else reject(result.reason);
      });
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  }
}

/** The outcome of an item that succeeded without a value. */
export const DONE: PromiseSettledResult<void> = { status: 'fulfilled', value: undefined };
