import { outageWords } from './outage-words';

it('tells a busy service from one that cannot be reached', () => {
  expect(outageWords({ ok: false, failure: { kind: 'busy' } })).toMatchObject({
    title: 'Very many people are here right now',
    text: 'Please try again in a few seconds.',
  });
  for (const result of [undefined, { ok: false, failure: { kind: 'down' } } as const])
    expect(outageWords(result).title).toBe('We cannot reach our services');
});
