import { Batcher, type BatcherOptions } from './batcher.js';

function setUp(options?: BatcherOptions) {
  const batches: number[][] = [];
  const batcher = new Batcher<number, number>(async (items) => {
    batches.push(items);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (items.includes(13)) throw new Error('unlucky');
    return Promise.allSettled(
      items.map((item) => (item === 7 ? Promise.reject(new Error('seven')) : Promise.resolve(item * 2))),
    );
  }, options);
  return { batcher, batches };
}

describe('Batcher', () => {
  it('gives each caller the outcome of its own item', async () => {
    const { batcher } = setUp({ maxBatch: 7 });
    const numbers = Array.from({ length: 50 }, (_, index) => index + 100);
    expect(await Promise.all(numbers.map((n) => batcher.add(n)))).toEqual(numbers.map((n) => n * 2));
  });

  it('collects the items that arrive while a batch is running', async () => {
    const { batcher, batches } = setUp();
    const first = batcher.add(1);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, batcher.add(2), batcher.add(3)]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('never makes a batch larger than the maximum', async () => {
    const { batcher, batches } = setUp({ maxBatch: 2 });
    await Promise.all([1, 2, 3, 4, 5].map((n) => batcher.add(n)));
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('rejects only the item that failed', async () => {
    const { batcher } = setUp();
    expect(await Promise.allSettled([batcher.add(1), batcher.add(7), batcher.add(2)])).toMatchObject([
      { value: 2 },
      { reason: { message: 'seven' } },
      { value: 4 },
    ]);
  });

  it('rejects every item of a batch that failed, then goes on', async () => {
    const { batcher } = setUp();
    const results = await Promise.allSettled([batcher.add(13), batcher.add(1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await batcher.add(1)).toBe(2);
  });

  describe('that rests', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());
    const A_BATCH_MS = 10;

    it('does not let a single item wait', async () => {
      const { batcher, batches } = setUp({ restMs: 1_000 });
      void batcher.add(1);
      await jest.advanceTimersByTimeAsync(A_BATCH_MS);
      expect(batches).toEqual([[1]]);
    });

    it('collects the items of its rest', async () => {
      const { batcher, batches } = setUp({ restMs: 1_000 });
      void batcher.add(1);
      await jest.advanceTimersByTimeAsync(A_BATCH_MS);
      void batcher.add(2);
      await jest.advanceTimersByTimeAsync(900);
      const third = batcher.add(3);
      expect(batches).toEqual([[1]]);
      await jest.advanceTimersByTimeAsync(100 + A_BATCH_MS);
      expect(batches).toEqual([[1], [2, 3]]);
      expect(await third).toBe(6);
    });

    it('does not rest while a whole batch waits', async () => {
      const { batcher, batches } = setUp({ restMs: 1_000, maxBatch: 2 });
      for (const n of [1, 2, 3, 4, 5]) void batcher.add(n);
      await jest.advanceTimersByTimeAsync(3 * A_BATCH_MS);
      expect(batches).toEqual([
        [1, 2],
        [3, 4],
      ]);
      await jest.advanceTimersByTimeAsync(1_000);
      expect(batches.at(-1)).toEqual([5]);
    });

    it('rests although more than a batch comes, until a thousand wait', async () => {
      const { batcher, batches } = setUp({ restMs: 60_000 });
      void batcher.add(1_000);
      await jest.advanceTimersByTimeAsync(A_BATCH_MS);
      for (let n = 1; n < 1_000; n++) void batcher.add(1_000 + n);
      await jest.advanceTimersByTimeAsync(A_BATCH_MS);
      expect(batches).toHaveLength(1);
      void batcher.add(1_000);
      await jest.advanceTimersByTimeAsync(4 * A_BATCH_MS);
      expect(batches.map(({ length }) => length)).toEqual([1, 250, 250, 250, 250]);
    });

    it('ends its rest when it is told to, also while a batch runs', async () => {
      const { batcher, batches } = setUp({ restMs: 1_000 });
      void batcher.add(1);
      await jest.advanceTimersByTimeAsync(1);
      void batcher.add(2);
      batcher.flush();
      await jest.advanceTimersByTimeAsync(2 * A_BATCH_MS);
      void batcher.add(3);
      await jest.advanceTimersByTimeAsync(A_BATCH_MS);
      expect(batches).toEqual([[1], [2]]);
      batcher.flush();
      await jest.advanceTimersByTimeAsync(A_BATCH_MS);
      expect(batches).toEqual([[1], [2], [3]]);
    });
  });
});
