import { beginWait, endRest, inBatch, type Wait } from './traced-batch.js';

/** So many items make one batch. */
export const MAX_BATCH = 250;
/** A usual rest. Whatever has to come after a batch comes within about a second. */
export const REST_MS = 1_000;
/** So many items end a rest: they would take too long when their turn comes. */
const MOST_AT_REST = 1_000;

export interface BatcherOptions {
  maxBatch?: number;
  /**
   * The next batch begins when this one has ended, or after this time at the latest. Without it, batches never run at the
   * same time.
   */
  patienceMs?: number;
  /**
   * After a batch the next one waits for so long, or until 1000 items wait. Then all that wait come in batches without a
   * rest. This is for work that nobody waits for: in a burst it comes after the work that somebody waits for. An item that
   * comes alone does not wait.
   */
  restMs?: number;
}

/**
 * Collects the items that arrive while a batch is running, and handles them together as the next batch. A single item
 * does not wait. Under load, many items become one round trip to the database.
 */
export class Batcher<In, Out> {
  private waiting: {
    item: In;
    resolve: (result: Out) => void;
    reject: (error: unknown) => void;
    wait: Wait | undefined;
  }[] = [];
  private running = false;
  /** The rest that is going on. It began `from`, in ms since 1970. */
  private rest: { timer: NodeJS.Timeout; from: number } | undefined;
  private hurried = false;
  private readonly options: BatcherOptions & { maxBatch: number };

  /**
   * @param work gets 1 to `maxBatch` items and resolves to the outcome of each, in the same order. When it rejects,
   * every caller of the batch gets the error.
   */
  constructor(
    private readonly work: (items: In[]) => Promise<PromiseSettledResult<Out>[]>,
    options: BatcherOptions = {},
  ) {
    this.options = { maxBatch: MAX_BATCH, ...options };
  }

  /** Resolves or rejects with the outcome of `item`. */
  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject, wait: beginWait() });
      // later in this turn of the event loop, so that items from one read of a socket form one batch
      if (this.waiting.length === 1) setImmediate(() => this.pump());
      else if (this.rest && this.waiting.length === MOST_AT_REST) this.flush();
    });
  }

  /** Ends a rest: the items that wait are the next batch as soon as none is running. */
  flush(): void {
    if (this.rest) {
      clearTimeout(this.rest.timer);
      endRest(this.waiting, this.rest.from);
      this.rest = undefined;
    }
    this.hurried = this.running;
    this.pump();
  }

  private pump(): void {
    if (this.running || this.rest || this.waiting.length === 0) return;
    this.running = true;
    const { maxBatch, patienceMs, restMs } = this.options;
    let isOver = false;
    const goOn = () => {
      if (isOver) return;
      isOver = true;
      this.running = false;
      const mayRest = !this.hurried && this.waiting.length < maxBatch;
      this.hurried = false;
      if (mayRest && restMs !== undefined)
        this.rest = { timer: setTimeout(() => this.flush(), restMs).unref(), from: Date.now() };
      this.pump();
    };
    const patience = patienceMs === undefined ? undefined : setTimeout(goOn, patienceMs);
    void this.run(this.waiting.splice(0, maxBatch)).finally(() => {
      clearTimeout(patience);
      goOn();
    });
  }

  private async run(batch: typeof this.waiting): Promise<void> {
    try {
      const results = await inBatch(batch, () => this.work(batch.map(({ item }) => item)));
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
