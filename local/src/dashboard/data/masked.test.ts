import { Binary, ObjectId } from 'mongodb';
import { masked } from './masked.js';

it('hides secrets, however deep they are', () => {
  const text = masked({
    email: 'a@example.com',
    passwordHash: 'argon2-secret',
    listedBy: { key: 'idempotency-secret', tag: 'open' },
    list: [{ clientSecret: 'card-secret' }, { token: ['token-secret'] }],
  });
  expect(text).not.toMatch(/-secret/);
  for (const shown of ['a@example.com', 'open', '(hidden)']) expect(text).toContain(shown);
});

it('shows ids, times and bytes in short', () => {
  const id = new ObjectId();
  const text = masked({ _id: id, at: new Date(0), bytes: new Binary(Buffer.from('ab')), none: null });
  expect(JSON.parse(text)).toEqual({
    _id: String(id),
    at: '1970-01-01T00:00:00.000Z',
    bytes: 'YWI=',
    none: null,
  });
});

it('does not show what is very deep', () => {
  let deep: object = {};
  for (let i = 0; i < 100; i++) deep = { deep };
  expect(masked(deep)).toContain('…');
});
