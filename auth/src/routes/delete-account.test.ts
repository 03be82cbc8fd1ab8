import { User } from '../models/user.js';
import { renewAddresses } from '../models/renew-addresses.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, PASSWORD, setCookie, signIn, signUp, statuses } from '../testing/requests.js';
import { areOpen, events, newSession } from '../testing/sessions.js';

authDatabase();
const api = authApi();

const remove = (cookie: string, body: object = { password: PASSWORD }) =>
  api().delete('/api/users/me').set('X-Forwarded-For', '198.51.100.1').set('Cookie', cookie).send(body);

let userId: string;
let mine: string;
let other: string;
beforeEach(async () => {
  const ada = await signUp(api);
  userId = (ada.body as { id: string }).id;
  mine = cookieOf(ada, 'session');
  other = await newSession(api);
});

describe('the deletion of an account', () => {
  it('ends all sessions, clears the cookie, and records both events', async () => {
    const answer = await remove(mine).expect(200, {});
    expect(setCookie(answer, 'session')?.value).toBe('');
    expect(await areOpen(api, mine, other)).toEqual([false, false]);
    await signIn(api).expect(400);
    expect(await events()).toEqual([
      { subject: 'session:ended', id: userId, userId, generation: 1 },
      { subject: 'account:deleted', id: userId },
    ]);
  });

  it('leaves nothing of the address and the password, also after a start of the service', async () => {
    await remove(mine).expect(200);
    await renewAddresses();
    const [user, ...others] = await User.find().lean();
    expect(others).toEqual([]);
    expect(String(user!._id)).toBe(userId);
    expect(JSON.stringify(user)).not.toMatch(/example\.com|argon2/);
  });

  it('lets somebody sign up with the address again, as another account', async () => {
    await remove(mine).expect(200);
    const again = await signUp(api, { password: 'quite another password' }).expect(201);
    expect((again.body as { id: string }).id).not.toBe(userId);
    expect(await areOpen(api, mine, other, cookieOf(again, 'session'))).toEqual([false, false, true]);
  });

  it('is done once when it is asked for several times', async () => {
    const answers = await Promise.all([remove(mine), remove(mine), remove(other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    await remove(mine).expect(401);
    expect(await events()).toHaveLength(2);
  });

  it.each([
    ['wrong', { password: 'not my password' }],
    ['missing', {}],
    ['no text', { password: [PASSWORD] }],
    ['empty', { password: '' }],
  ])('is refused with a password that is %s, and nothing ends', async (_what, body) => {
    const answer = await remove(mine, body).expect(400);
    const { errors } = answer.body as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).toEqual(['password']);
    expect(await areOpen(api, mine, other)).toEqual([true, true]);
    expect(await events()).toEqual([]);
  });

  it('needs a session, and limits guesses of the password', async () => {
    await remove('').expect(401);
    const counts = await statuses(14, () => remove(mine, { password: 'a guess' }));
    expect(counts[429]).toBeGreaterThanOrEqual(3);
  });
});
