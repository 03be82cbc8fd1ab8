import { setImmediate as turn } from 'node:timers/promises';
import { InTurn } from './in-turn.js';

it('runs the work of one key one after another, and that of other keys at once', async () => {
  const inTurn = new InTurn();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await turn();
    log.push(`${name} ends`);
    if (name === 'a1') throw new Error('failed');
    return name;
  };
  const results = await Promise.allSettled([
    inTurn.run('a', work('a1')),
    inTurn.run('a', work('a2')),
    inTurn.run('b', work('b1')),
  ]);
  expect(log.slice(0, 2)).toEqual(['a1 begins', 'b1 begins']);
  const ofA = log.filter((line) => line.startsWith('a'));
  expect(ofA).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(await inTurn.run('a', work('a3'))).toBe('a3');
});
