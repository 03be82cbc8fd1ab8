/** So many items make one batch. */
export const MAX_BATCH = 250;

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
   * @param patienceMs the next batch begins when this one has ended, or after this time at the latest. Without it, batches
   * never run at the same time.
   */
  constructor(
    private readonly work: (items: In[]) => Promise<PromiseSettledResult<Out>[]>,
    private readonly maxBatch = MAX_BATCH,
    private readonly patienceMs?: number,
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
    let isOver = false;
    const goOn = () => {
      if (isOver) return;
      isOver = true;
      this.running = false;
      this.pump();
    };
    const patience = this.patienceMs === undefined ? undefined : setTimeout(goOn, this.patienceMs);
    void this.run(this.waiting.splice(0, this.maxBatch)).finally(() => {
      clearTimeout(patience);
      goOn();
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
