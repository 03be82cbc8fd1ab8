import { invariantsPage, lessonsPage } from './lessons.js';

const view = { busLeftMs: undefined, isOwnRedis: true, token: 'token' };
const page = (more: Partial<Parameters<typeof lessonsPage>[0]> = {}) =>
  String(lessonsPage({ ...view, ...more })).replace(/\s+/g, ' ');

it('has a button for each lesson', () => {
  for (const what of ['kill-orders', 'stop-bus', 'empty-redis'])
    expect(page()).toContain(`action="/lessons/${what}"`);
});

it('counts down while the bus is away', () => {
  const shown = page({ busLeftMs: 12_300 });
  expect(shown).toContain('The bus is back in 13 s.');
  expect(shown).not.toContain('/lessons/stop-bus');
});

it('does not offer to empty a Redis that the system has not started', () => {
  const shown = page({ isOwnRedis: false });
  expect(shown).not.toContain('/lessons/empty-redis');
  expect(shown).toContain('it may hold data of others');
});

it('has no button in a dashboard that only shows, and says why', () => {
  const shown = page({ token: undefined, busLeftMs: 1_000 });
  expect(shown).not.toMatch(/<form|<button/);
  expect(shown).toContain('there are no buttons here');
  expect(shown).toContain('href="/lessons/invariants"');
});

it('says of each invariant whether it is kept, and what breaks it', () => {
  const verdict = { name: 'One buyer', promise: 'p', looked: 3, broken: [] };
  const shown = String(
    invariantsPage([
      { ...verdict, state: 'kept' },
      { ...verdict, state: 'broken', broken: ['order <b>'] },
      { ...verdict, state: 'unknown', reason: 'it is away' },
      { ...verdict, state: 'not yet', broken: ['a copy is old'], reason: 'orders is starting' },
    ]),
  );
  for (const text of [
    '✓ kept',
    '✗ broken',
    '? unknown',
    'order &lt;b&gt;',
    'it is away',
    '… not yet',
    'orders is starting',
  ])
    expect(shown).toContain(text);
});
