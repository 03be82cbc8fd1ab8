import { hash, verify } from '@node-rs/argon2';
import { User } from '../models/user.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, currentUser, PASSWORD, setCookie, signIn, signUp, statuses } from '../testing/requests.js';

jest.mock('@node-rs/argon2', () => {
  const actual = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
  return { ...actual, verify: jest.fn(actual.verify) };
});

authDatabase();
const api = authApi();
const secureApi = authApi({ secure: true });

describe('a sign-in', () => {
  it('answers with the user, and signs in', async () => {
    const ada = await signUp(api);
    const res = await signIn(api).expect(200);
    expect(res.body).toEqual(ada.body);
    expect(JSON.stringify([res.headers, res.body])).not.toContain('argon2');
    const answer = await currentUser(api, cookieOf(res, 'session'));
    expect(answer.body).toEqual({ currentUser: ada.body as unknown });
  });

  it('compares addresses without case and surrounding spaces', async () => {
    await signUp(api, { email: 'ada@example.com' });
    const answer = await signIn(api, { email: ' ADA@Example.com ' }).expect(200);
    expect(answer.body).toMatchObject({ email: 'ada@example.com' });
  });

  it('compares passwords with case and spaces', async () => {
    await signUp(api);
    await signIn(api, { password: PASSWORD.toUpperCase() }).expect(400);
    await signIn(api, { password: `${PASSWORD} ` }).expect(400);
  });

  it('sets cookies that scripts and other sites cannot use, secure ones with TLS', async () => {
    await signUp(api);
    const plain = await signIn(api);
    const secure = await signIn(secureApi).set('X-Forwarded-Proto', 'https').expect(200);
    for (const name of ['session', 'device']) {
      expect(setCookie(plain, name)?.attributes).toEqual(
        expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']),
      );
      expect(setCookie(plain, name)?.attributes).not.toContain('secure');
      expect(setCookie(secure, `__Host-${name}`)?.attributes).toEqual(
        expect.arrayContaining(['httponly', 'samesite=lax', 'path=/', 'secure']),
      );
    }
  });

  it('does not continue an earlier session', async () => {
    const mallory = await signUp(api, { email: 'mallory@example.com' });
    await signUp(api, { email: 'ada@example.com' });
    const planted = cookieOf(mallory, 'session');
    const res = await signIn(api, { email: 'ada@example.com', cookie: planted }).expect(200);
    expect(cookieOf(res, 'session')).not.toBe(planted);
    const answer = await currentUser(api, cookieOf(res, 'session'));
    expect(answer.body).toMatchObject({ currentUser: { email: 'ada@example.com' } });
  });
});

describe('wrong credentials', () => {
  it('are refused in the same words with and without such an account', async () => {
    await signUp(api);
    const wrong = await signIn(api, { password: 'wrong password' }).expect(400);
    const unknown = await signIn(api, { email: 'nobody@example.com' }).expect(400);
    expect(wrong.body).toEqual({ errors: [{ message: 'Invalid credentials' }] });
    expect(unknown.body).toEqual(wrong.body);
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    for (const res of [wrong, unknown]) expect(res.headers['set-cookie']).toBeUndefined();
  });

  it('cost one hash with and without such an account', async () => {
    await signUp(api);
    for (const from of [{ password: 'wrong password' }, { email: 'nobody@example.com' }]) {
      jest.mocked(verify).mockClear();
      await signIn(api, from).expect(400);
      expect(verify).toHaveBeenCalledTimes(1);
      expect(jest.mocked(verify).mock.calls[0]?.[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    }
  });

  it('do not become right through the hash that is used without an account', async () => {
    await signIn(api, { email: 'nobody@example.com', password: 'a first try' }).expect(400);
    const nobodys = jest.mocked(verify).mock.lastCall?.[0];
    jest.mocked(verify).mockResolvedValueOnce(true);
    await signIn(api, { email: 'nobody@example.com', password: 'as if it were right' }).expect(400);
    expect(jest.mocked(verify).mock.lastCall?.[0]).toBe(nobodys);
  });
});

describe('the fields of a sign-in', () => {
  const email = { message: 'email must be a valid e-mail address', field: 'email' };
  const password = { message: 'password must be supplied', field: 'password' };

  it.each([
    ['an empty address', { email: '' }, [email]],
    ['an address that is a query', { email: { $gt: '' } }, [email]],
    ['a list of addresses', { email: ['ada@example.com'] }, [email]],
    ['an empty password', { password: '' }, [password]],
    ['a password that is a query', { password: { $ne: '' } }, [password]],
    ['a number', { password: 12345678 }, [password]],
    ['null', { email: null, password: null }, [email, password]],
  ])('are refused with %s', async (_, fields, errors) => {
    await signUp(api);
    const answer = await signIn(api, fields).expect(400);
    expect(answer.body).toEqual({ errors });
  });

  it.each(['short', 'x'.repeat(50_000)])('do not reveal the rule for passwords', async (guess) => {
    const answer = await signIn(api, { password: guess }).expect(400);
    expect(answer.body).toEqual({ errors: [{ message: 'Invalid credentials' }] });
  });
});

it('replaces a hash with old parameters once, even with simultaneous sign-ins', async () => {
  await signUp(api);
  const old = await hash(PASSWORD, { memoryCost: 9216, timeCost: 1 });
  await User.updateOne({}, { passwordHash: old });
  await signIn(api, { password: 'wrong password' }).expect(400);
  expect((await User.findOne().lean())?.passwordHash).toBe(old);
  expect(await statuses(5, () => signIn(api))).toEqual({ 200: 5 });
  const user = await User.findOne().lean();
  expect(user?.passwordHash).toMatch(/m=19456,t=2,p=1/);
  expect(user?.version).toBe(1);
  await signIn(api).expect(200);
});
