import { setImmediate as turn } from 'node:timers/promises';
import { Semaphore } from './semaphore.js';

it('runs a limited number of pieces of work at once, and all in the end', async () => {
  const semaphore = new Semaphore(3);
  let running = 0;
  let most = 0;
  const work = (index: number) => async () => {
    most = Math.max(most, ++running);
    await turn();
    running--;
    if (index % 4 === 0) throw new Error('failed');
    return index;
  };
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => semaphore.run(work(i))));
  expect(most).toBe(3);
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  await expect(semaphore.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
});
