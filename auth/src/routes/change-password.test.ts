import { User } from '../models/user.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, PASSWORD, signIn, signUp, statuses } from '../testing/requests.js';
import { areOpen, events, newSession, post, sessionIdOf } from '../testing/sessions.js';

authDatabase();
const api = authApi();

const NEXT = 'another horse, another staple';
const change = (cookie: string, body: object = { current: PASSWORD, next: NEXT }) =>
  post(api, 'password', cookie, body);

let mine: string;
let other: string;
beforeEach(async () => {
  mine = cookieOf(await signUp(api), 'session');
  other = await newSession(api);
});

describe('a change of the password', () => {
  it('ends all other sessions and keeps this one', async () => {
    await change(mine).expect(200, {});
    expect(await areOpen(api, mine, other)).toEqual([true, false]);
    await signIn(api).expect(400);
    expect(await areOpen(api, await newSession(api, { password: NEXT }))).toEqual([true]);
    const user = (await User.findOne())!;
    const id = user.id as string;
    const kept = sessionIdOf(mine);
    expect(await events()).toEqual([{ subject: 'session:ended', id, userId: id, generation: 1, kept }]);
  });

  it('ends the session that an earlier change kept, when it is made in another', async () => {
    await change(mine).expect(200);
    const third = await newSession(api, { password: NEXT });
    await change(third, { current: NEXT, next: PASSWORD }).expect(200);
    expect(await areOpen(api, mine, third)).toEqual([false, true]);
  });

  it('is made once when it is repeated, because its answer was lost', async () => {
    await change(mine).expect(200);
    await change(mine).expect(200);
    expect(await events()).toHaveLength(1);
  });

  it('is made by one of two sessions that race, and ends the other', async () => {
    const answers = await Promise.all([change(mine), change(other, { current: PASSWORD, next: `${NEXT}!` })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await areOpen(api, mine, other)).filter(Boolean)).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });

  it('is refused with a wrong current password, and nothing ends', async () => {
    const answer = await change(mine, { current: 'not my password', next: NEXT }).expect(400);
    expect(answer.body).toEqual({
      errors: [{ message: 'This is not your current password', field: 'current' }],
    });
    // only a change that this session has made is taken for a repetition
    await change(mine, { current: 'not my password', next: PASSWORD }).expect(400);
    expect(await areOpen(api, mine, other)).toEqual([true, true]);
    await signIn(api).expect(200);
  });

  it('needs a session', async () => {
    await change('').expect(401);
    await change(other).expect(200);
    await change(mine, { current: NEXT, next: PASSWORD }).expect(401);
  });

  it.each([
    ['too short', { next: 'short' }, 'next'],
    ['common', { next: 'password1' }, 'next'],
    ['the address', { next: 'ada@example.com' }, 'next'],
    ['the current one', { next: PASSWORD }, 'next'],
    ['no text', { next: { length: 12 } }, 'next'],
    ['missing', { next: undefined }, 'next'],
    ['after an empty one', { current: '' }, 'current'],
    ['after none', { current: undefined }, 'current'],
    ['after a list', { current: [PASSWORD] }, 'current'],
  ])('is refused when the new one is %s', async (_what, body, field) => {
    const answer = await change(mine, { current: PASSWORD, next: NEXT, ...body }).expect(400);
    const { errors } = answer.body as { errors: { message: string; field: string }[] };
    expect(errors).toEqual([{ message: expect.stringMatching(`^${field} `) as string, field }]);
    expect(await areOpen(api, mine, other)).toEqual([true, true]);
  });
});

describe('guesses of the current password in a stolen session', () => {
  it('are limited like sign-ins', async () => {
    const wrong = () => change(mine, { current: 'a guess', next: NEXT });
    const counts = await statuses(14, wrong);
    expect(counts[429]).toBeGreaterThanOrEqual(3);
    expect((counts[400] ?? 0) + (counts[429] ?? 0)).toBe(14);
  });
});
