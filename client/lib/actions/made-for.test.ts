import type { User } from '../api/types';
import { madeForAnother } from './made-for';

let mockUser: User | null | undefined;
jest.mock('../api', () => ({ currentUser: () => Promise.resolve(mockUser) }));

const [ADA, BOB] = ['ada@example.com', 'bob@example.com'];
/** Sends a form that was made for `made` while `now` is signed in. */
function send(made: string | undefined, now: string | null | undefined) {
  mockUser = now ? { id: 'u', email: now } : (now as null | undefined);
  const form = new FormData();
  if (made !== undefined) form.set('account', made);
  return madeForAnother(form);
}

it('lets a form go on for the account that it was made for', async () => {
  expect(await send(ADA, ADA)).toBeUndefined();
  expect(await send('', null)).toBeUndefined();
});

it('refuses a form that was made for another account, and names both', async () => {
  const refusal = await send(ADA, BOB);
  expect(refusal?.kind).toBe('said');
  expect(refusal?.text).toContain(ADA);
  expect(refusal?.text).toContain(BOB);
});

it('refuses a form of a page that named nobody when somebody has signed in', async () => {
  const refusal = await send('', BOB);
  expect(refusal?.kind).toBe('said');
  expect(refusal?.text).toContain(BOB);
});

it('leaves it to the service that a session has ended', async () => {
  expect(await send(ADA, null)).toBeUndefined();
});

it('does not guess while auth is down, except for a page that could not tell either', async () => {
  expect(await send(ADA, undefined)).toMatchObject({ kind: 'retry' });
  expect(await send(undefined, undefined)).toBeUndefined();
  expect(await send(undefined, BOB)).toBeUndefined();
});
