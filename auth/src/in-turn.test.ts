import { setImmediate as turn } from 'node:timers/promises';
import { InTurn } from './in-turn.js';

it('runs the work of one key one after another, and that of other keys at once', async () => {
  const inTurn = new InTurn(10);
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

it('refuses more work of one key than may wait', async () => {
  const inTurn = new InTurn(2);
  const work = () => turn('done');
  const results = await Promise.allSettled(Array.from({ length: 3 }, () => inTurn.run('a', work)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(await inTurn.run('a', work)).toBe('done');
});
