import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { FairQueue } from './fair-queue.js';
import { OverloadedError } from './overloaded-error.js';

const limits = { running: 1, waiting: 100, waitMs: 60_000 };
const from = (...networks: string[]) => ({ networks });
const overloaded = expect.any(OverloadedError) as unknown;

/** A queue whose work ends when it is told to, and the names of the work that has begun. */
function aQueue(options = {}) {
  const queue = new FairQueue({ ...limits, ...options });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string, caller: Parameters<FairQueue['run']>[0] = from(name)) => {
    const done = queue.run(caller, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      return name;
    });
    return done.catch((error: unknown) => error);
  };
  const endOne = async () => {
    ends.shift()?.();
    await turn();
  };
  return { begun, run, endOne };
}

it('runs a limited number of pieces of work at once, and all in the end', async () => {
  const queue = new FairQueue({ ...limits, running: 3 });
  let running = 0;
  let most = 0;
  const work = (index: number) => async () => {
    most = Math.max(most, ++running);
    await turn();
    running--;
    if (index % 4 === 0) throw new Error('failed');
  };
  const all = Array.from({ length: 20 }, (_, i) => queue.run(from(`net ${i % 2}`), work(i)));
  const results = await Promise.allSettled(all);
  expect(most).toBe(3);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  expect(await queue.run(from('a'), () => turn('free again'))).toBe('free again');
});

it('serves another network next, however much one network has waiting', async () => {
  const { begun, run, endOne } = aQueue();
  for (let index = 0; index < 50; index++) void run('crowd', from('block', 'crowd'));
  void run('neighbour', from('block', 'neighbour'));
  void run('honest', from('elsewhere', 'honest'));
  for (let index = 0; index < 4; index++) await endOne();
  expect(begun).toEqual(['crowd', 'crowd', 'honest', 'neighbour', 'crowd']);
});

it('refuses the newest work of the network with most of it when too much waits', async () => {
  const { begun, run, endOne } = aQueue({ waiting: 3 });
  const crowd = Array.from({ length: 5 }, () => run('crowd'));
  expect(await crowd[4]).toEqual(overloaded);
  const honest = run('honest');
  expect(await crowd[3]).toEqual(overloaded);
  for (let index = 0; index < 4; index++) await endOne();
  expect(begun).toEqual(['crowd', 'crowd', 'honest', 'crowd']);
  expect(await Promise.all([...crowd.slice(0, 3), honest])).toEqual(['crowd', 'crowd', 'crowd', 'honest']);
});

it('does not begin the work of a client that has left, and frees its place', async () => {
  const { begun, run, endOne } = aQueue({ waiting: 1 });
  const [early, late] = [new AbortController(), new AbortController()];
  void run('first');
  const left = run('left', { ...from('a'), signal: late.signal });
  late.abort();
  expect(await left).toEqual(overloaded);
  void run('second');
  early.abort();
  expect(await run('gone before', { ...from('a'), signal: early.signal })).toEqual(overloaded);
  await endOne();
  await endOne();
  expect(begun).toEqual(['first', 'second']);
});

it('refuses work that has waited too long, and work that has begun goes on', async () => {
  const { run, endOne } = aQueue({ waitMs: 20 });
  const running = run('running');
  const refused = await run('waiting');
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '3' } });
  await sleep(20);
  await endOne();
  expect(await running).toBe('running');
});
