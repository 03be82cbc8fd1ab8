import { Batcher } from './batcher.js';

function setUp(maxBatch?: number) {
  const batches: number[][] = [];
  const batcher = new Batcher<number, number>(async (items) => {
    batches.push(items);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (items.includes(13)) throw new Error('unlucky');
    return Promise.allSettled(
      items.map((item) => (item === 7 ? Promise.reject(new Error('seven')) : Promise.resolve(item * 2))),
    );
  }, maxBatch);
  return { batcher, batches };
}

describe('Batcher', () => {
  it('gives everybody the result of what they asked for', async () => {
    const { batcher } = setUp(7);
    const numbers = Array.from({ length: 50 }, (_, index) => index + 100);
    expect(await Promise.all(numbers.map((n) => batcher.add(n)))).toEqual(numbers.map((n) => n * 2));
  });

  it('does what comes while a batch is in work in one go', async () => {
    const { batcher, batches } = setUp();
    const first = batcher.add(1);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, batcher.add(2), batcher.add(3)]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('takes no more than a batch may have', async () => {
    const { batcher, batches } = setUp(2);
    await Promise.all([1, 2, 3, 4, 5].map((n) => batcher.add(n)));
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('lets one fail alone', async () => {
    const { batcher } = setUp();
    expect(await Promise.allSettled([batcher.add(1), batcher.add(7), batcher.add(2)])).toMatchObject([
      { value: 2 },
      { reason: { message: 'seven' } },
      { value: 4 },
    ]);
  });

  it('tells everybody in a batch that failed, and goes on', async () => {
    const { batcher } = setUp();
    const results = await Promise.allSettled([batcher.add(13), batcher.add(1)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await batcher.add(1)).toBe(2);
  });
});
