import { SignOut } from '../models/sign-out.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, signIn, signUp } from '../testing/requests.js';
import { areOpen, events, newSession, post, sessionIdOf } from '../testing/sessions.js';

authDatabase();
const api = authApi();

let userId: string;
let sessions: [string, string];
let stranger: string;
beforeEach(async () => {
  const ada = await signUp(api);
  userId = (ada.body as { id: string }).id;
  sessions = [cookieOf(ada, 'session'), await newSession(api)];
  stranger = cookieOf(await signUp(api, { email: 'bob@example.com' }), 'session');
});

describe('a sign-out', () => {
  it('ends its session at once, also for a copy of the cookie, and no other', async () => {
    expect(await areOpen(api, ...sessions, stranger)).toEqual([true, true, true]);
    await post(api, 'signout', sessions[0]).expect(200, {});
    expect(await areOpen(api, ...sessions, stranger)).toEqual([false, true, true]);
  });

  it('records one event, however often it is repeated', async () => {
    const cookie = sessions[0];
    await Promise.all([1, 2, 3].map(() => post(api, 'signout', cookie).expect(200, {})));
    await post(api, 'signout', cookie).expect(200, {});
    const id = sessionIdOf(cookie);
    expect(await events()).toEqual([{ subject: 'session:ended', id, userId, sessionId: id }]);
  });

  it('is forgotten by the database a week later, when the session is over', async () => {
    await post(api, 'signout', sessions[0]).expect(200);
    const { forgetAt } = (await SignOut.findOne().lean())!;
    expect(Math.round((forgetAt.getTime() - Date.now()) / 3_600_000)).toBe(7 * 24);
    const indexes = (await SignOut.collection.indexes()) as { key: object; expireAfterSeconds?: number }[];
    expect(indexes).toContainEqual(
      expect.objectContaining({ key: { forgetAt: 1 }, expireAfterSeconds: 0 }) as object,
    );
  });
});

describe('a sign-in in a browser that has a session', () => {
  it.each([
    ['a sign-in to the same account', 200, () => signIn(api, { cookie: sessions[0] })],
    [
      'a sign-in to another account',
      200,
      () => signIn(api, { email: 'bob@example.com', cookie: sessions[0] }),
    ],
    ['a sign-up', 201, () => signUp(api, { email: 'eve@example.com', cookie: sessions[0] })],
  ])('ends that session and no other: %s', async (_, status, begin) => {
    const begun = cookieOf(await begin().expect(status), 'session');
    expect(await areOpen(api, ...sessions, begun, stranger)).toEqual([false, true, true, true]);
    const id = sessionIdOf(sessions[0]);
    expect(await events()).toEqual([{ subject: 'session:ended', id, userId, sessionId: id }]);
  });

  it('ends nothing when it is refused', async () => {
    await signIn(api, { password: 'a wrong guess', cookie: sessions[0] }).expect(400);
    expect(await areOpen(api, ...sessions)).toEqual([true, true]);
  });

  it('ends nothing for a forged session', async () => {
    const forged = sessions[0].slice(0, -8) + 'AAAAAAAA';
    await signIn(api, { cookie: forged }).expect(200);
    expect(await areOpen(api, ...sessions)).toEqual([true, true]);
    expect(await events()).toEqual([]);
  });
});

describe('a sign-out everywhere', () => {
  it('ends all other sessions of the account, and keeps this one', async () => {
    const third = await newSession(api);
    await post(api, 'signout-everywhere', sessions[0]).expect(200, {});
    expect(await areOpen(api, ...sessions, third, stranger)).toEqual([true, false, false, true]);
    const kept = sessionIdOf(sessions[0]);
    expect(await events()).toEqual([{ subject: 'session:ended', id: userId, userId, generation: 1, kept }]);
  });

  it('ends the session that an earlier one kept, when another asks', async () => {
    await post(api, 'signout-everywhere', sessions[0]).expect(200);
    const third = await newSession(api);
    await post(api, 'signout-everywhere', third).expect(200);
    expect(await areOpen(api, sessions[0], third)).toEqual([false, true]);
  });

  it('keeps its session when it is repeated, because its answer was lost', async () => {
    await post(api, 'signout-everywhere', sessions[0]).expect(200);
    await post(api, 'signout-everywhere', sessions[0]).expect(200);
    expect(await areOpen(api, ...sessions)).toEqual([true, false]);
  });

  it('leaves a session that can be signed out', async () => {
    await post(api, 'signout-everywhere', sessions[0]).expect(200);
    await post(api, 'signout', sessions[0]).expect(200);
    expect(await areOpen(api, ...sessions)).toEqual([false, false]);
  });

  it('does not end sessions that begin afterwards', async () => {
    await post(api, 'signout-everywhere', sessions[0]).expect(200);
    expect(await areOpen(api, await newSession(api))).toEqual([true]);
  });

  it('needs a session that has not ended', async () => {
    await api().post('/api/users/signout-everywhere').expect(401);
    await post(api, 'signout', sessions[0]).expect(200);
    await post(api, 'signout-everywhere', sessions[0]).expect(401);
    expect(await areOpen(api, ...sessions)).toEqual([false, true]);
  });

  it('keeps one of several sessions that ask for it at the same time', async () => {
    const answers = await Promise.all(sessions.map((cookie) => post(api, 'signout-everywhere', cookie)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await areOpen(api, ...sessions)).filter(Boolean)).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });
});
