import { BatchedReads } from './batched-reads.js';

interface Thing {
  owner: string;
  name: string;
}
const THINGS = [
  { owner: 'ann', name: 'a1' },
  { owner: 'bob', name: 'b1' },
  { owner: 'ann', name: 'a2' },
];

/** Reads that wait until they are let go on. */
function heldReads() {
  const asked: string[][] = [];
  const release: (() => void)[] = [];
  const reads = new BatchedReads<Thing>(
    async (owners) => {
      asked.push(owners);
      await new Promise<void>((resolve) => release.push(resolve));
      return THINGS.filter(({ owner }) => owners.includes(owner));
    },
    ({ owner }) => owner,
  );
  return { asked, release, reads };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('BatchedReads', () => {
  it('reads what is asked for at once with one query, each key once', async () => {
    const { asked, release, reads } = heldReads();
    const found = Promise.all(['ann', 'bob', 'ann', 'eve'].map((owner) => reads.all(owner)));
    await turn();
    release[0]!();
    const names = (await found).map((things) => things.map(({ name }) => name));
    expect(names).toEqual([['a1', 'a2'], ['b1'], ['a1', 'a2'], []]);
    expect(asked).toEqual([['ann', 'bob', 'eve']]);
  });

  it('does not answer with a query that had begun before', async () => {
    const { asked, release, reads } = heldReads();
    const first = reads.one('ann');
    await turn();
    const later = Promise.all([reads.one('ann'), reads.one('bob')]);
    release[0]!();
    expect(await first).toEqual(THINGS[0]);
    await turn();
    release[1]!();
    expect(await later).toEqual([THINGS[0], THINGS[1]]);
    expect(asked).toEqual([['ann'], ['ann', 'bob']]);
  });

  it('does not let a slow query hold up the others', async () => {
    const { asked, release, reads } = heldReads();
    const slow = reads.one('ann');
    await turn();
    const quick = reads.one('bob');
    while (release.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    release[1]!();
    expect(await quick).toEqual(THINGS[1]);
    expect(asked).toEqual([['ann'], ['bob']]);
    release[0]!();
    expect(await slow).toEqual(THINGS[0]);
  });

  it('has nothing for a key without anything', async () => {
    const { release, reads } = heldReads();
    const found = reads.one('eve');
    await turn();
    release[0]!();
    expect(await found).toBeUndefined();
  });

  it('rejects with the error of the query, and goes on', async () => {
    const read = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue([THINGS[0]]);
    const reads = new BatchedReads<Thing>(read, ({ owner }) => owner);
    await expect(reads.one('ann')).rejects.toThrow('away');
    expect(await reads.one('ann')).toEqual(THINGS[0]);
  });
});
