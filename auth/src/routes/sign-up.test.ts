import { hash, verify } from '@node-rs/argon2';
import mongoose from 'mongoose';
import { THE_SERVICE } from '../caller.js';
import { register, User } from '../models/user.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, currentUser, PASSWORD, setCookie, signIn, signUp, statuses } from '../testing/requests.js';

jest.mock('@node-rs/argon2', () => {
  const actual = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
  return { ...actual, verify: jest.fn(actual.verify), hash: jest.fn(actual.hash) };
});

authDatabase();
const api = authApi();
const secureApi = authApi({ secure: true });
const anotherApi = authApi();

describe('a sign-up', () => {
  it('answers with the new user, and signs the user in', async () => {
    const res = await signUp(api, { email: 'ada@example.com' }).expect(201);
    expect(res.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      email: 'ada@example.com',
    });
    const answer = await currentUser(api, cookieOf(res, 'session')).expect(200);
    expect(answer.body).toEqual({ currentUser: res.body as unknown });
  });

  it('sets cookies that scripts and other sites cannot use', async () => {
    const res = await signUp(api);
    for (const name of ['session', 'device']) {
      const { attributes } = setCookie(res, name)!;
      expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
      expect(attributes).not.toContain('secure');
    }
  });

  it('sets secure cookies when the site has TLS', async () => {
    const res = await signUp(secureApi).set('X-Forwarded-Proto', 'https').expect(201);
    for (const name of ['__Host-session', '__Host-device']) {
      const { attributes } = setCookie(res, name)!;
      expect(attributes).toEqual(expect.arrayContaining(['secure', 'path=/']));
      expect(attributes.join()).not.toContain('domain');
    }
  });

  it('stores the trimmed address in lower case, and a hash of the password', async () => {
    const res = await signUp(api, { email: '  Ada.L@Example.COM ' }).expect(201);
    expect(res.body).toMatchObject({ email: 'ada.l@example.com' });
    const [user] = await User.find().lean();
    expect(user).toMatchObject({ email: 'ada.l@example.com', version: 0 });
    expect(user?.passwordHash).toMatch(/^\$argon2id\$/);
    const answer = JSON.stringify([res.headers, res.body]);
    for (const secret of [PASSWORD, user?.passwordHash, 'argon2']) expect(answer).not.toContain(secret);
  });

  it('is refused when the address is in use, in any case', async () => {
    await signUp(api, { email: 'ada@example.com' }).expect(201);
    const answer = await signUp(api, { email: 'ADA@example.com', password: 'another password' }).expect(400);
    expect(answer.body).toEqual({ errors: [{ message: 'Email in use', field: 'email' }] });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('makes one account from twenty simultaneous sign-ups', async () => {
    const counts = await statuses(20, (index) =>
      signUp(api, { email: index % 2 ? 'Grace@Example.com' : 'grace@example.com' }),
    );
    expect(counts).toEqual({ 201: 1, 200: 19 });
    expect(await User.countDocuments()).toBe(1);
  });

  it('makes one account when two instances get it at the same time', async () => {
    const counts = await statuses(8, (index) =>
      signUp(index % 2 ? api : anotherApi, { email: 'grace@example.com' }),
    );
    expect(counts).toEqual({ 201: 1, 200: 7 });
    expect(await User.countDocuments()).toBe(1);
  });

  it('replaces the earlier session', async () => {
    const ada = await signUp(api, { email: 'ada@example.com' });
    const bob = await signUp(api, { email: 'bob@example.com', cookie: cookieOf(ada) }).expect(201);
    const answer = await currentUser(api, cookieOf(bob, 'session'));
    expect(answer.body).toMatchObject({ currentUser: { email: 'bob@example.com' } });
  });
});

describe('a sign-up with the address and password of an account', () => {
  const email = 'ada@example.com';
  const wrong = { email, password: 'a wrong guess' };

  it('signs in, because the answer to the first one may have been lost', async () => {
    const first = await signUp(api, { email }).expect(201);
    const again = await signUp(api, { email: ' ADA@example.com' }).expect(200);
    expect(again.body).toEqual(first.body);
    const answer = await currentUser(api, cookieOf(again, 'session')).expect(200);
    expect(answer.body).toEqual({ currentUser: first.body as unknown });
    expect(setCookie(again, 'device')).toBeDefined();
    expect(await User.countDocuments()).toBe(1);
  });

  it('is refused like a sign-in after ten wrong passwords', async () => {
    await signUp(api, { email });
    expect(await statuses(7, () => signUp(api, wrong))).toEqual({ 400: 7 });
    expect(await statuses(5, () => signIn(api, wrong))).toEqual({ 400: 3, 429: 2 });
    await signUp(api, wrong).expect(429);
    await signUp(api, { email }).expect(429);
    await signIn(api, { email }).expect(429);
    await signUp(api, { email, address: '203.0.113.9' }).expect(200);
  });

  it('counts a known browser separately', async () => {
    const cookie = cookieOf(await signUp(api, { email }), 'device');
    await statuses(10, () => signUp(api, wrong));
    await signUp(api, { email }).expect(429);
    await signUp(api, { email, cookie }).expect(200);
  });

  it('does not use up the limit when it is repeated', async () => {
    await signUp(api, { email });
    for (let times = 0; times < 12; times++) await signUp(api, { email }).expect(200);
  });

  it('costs one hash with a wrong password, as a new account does', async () => {
    await signUp(api, { email });
    const calls = () => [...jest.mocked(verify).mock.calls, ...jest.mocked(hash).mock.calls];
    for (const [from, status] of [
      [wrong, 400],
      [{ email: 'new@example.com' }, 201],
    ] as const) {
      jest.mocked(verify).mockClear();
      jest.mocked(hash).mockClear();
      await signUp(api, from).expect(status);
      expect(calls()).toHaveLength(1);
    }
  });
});

describe('over http, with cookies that are sent by https only', () => {
  const message = expect.stringMatching(/Open the site by https.*COOKIE_SECURE=false/) as string;

  it('a sign-up and a sign-in are refused with the remedy, and nothing is stored', async () => {
    const up = await signUp(secureApi).expect(400);
    expect(up.body).toEqual({ errors: [{ message }] });
    expect(up.headers['set-cookie']).toBeUndefined();
    expect(await User.countDocuments()).toBe(0);
    expect(await mongoose.connection.collection('limits').countDocuments()).toBe(0);
    await signUp(secureApi).set('X-Forwarded-Proto', 'https').expect(201);
    const back = await signIn(secureApi).expect(400);
    expect(back.body).toEqual({ errors: [{ message }] });
  });
});

describe('one address in several spellings', () => {
  it.each([
    ['an invisible character', 'ada@example.com', '\u200bada@example.com'],
    ['directions around it', 'ada@example.com', '\u202aada@example.com\u202c'],
    ['NFC and NFD', 'jos\u00e9@example.com', 'jose\u0301@example.com'],
    ['case outside ASCII', 'É.Ñ@example.com', 'é.ñ@example.com'],
    ['punycode', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['punycode in capitals', 'ada@XN--BCHER-KVA.example', 'ada@BÜCHER.example'],
    ['full-width characters', 'ada@example.com', 'ada＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['an ideographic full stop', 'ada@example.com', 'ada@example。com'],
  ])('is one account: %s', async (_what, one, other) => {
    const made = await signUp(api, { email: one }).expect(201);
    const again = await signUp(api, { email: other }).expect(200);
    const back = await signIn(api, { email: other }).expect(200);
    await signUp(api, { email: other, password: 'another password' }).expect(400);
    expect([again.body, back.body]).toEqual([made.body, made.body]);
    expect(await User.countDocuments()).toBe(1);
  });
});

describe('a password', () => {
  it('with half a character is refused, also at a sign-in, in one wording for all accounts', async () => {
    await signUp(api, { email: 'ada@example.com' });
    for (const password of ['\ud800aaaaaaaa', '\udfffaaaaaaaa', 'aaaaaaaa\ud800']) {
      const field = 'password';
      const up = await signUp(api, { email: 'new@example.com', password }).expect(400);
      expect(up.body).toMatchObject({ errors: [{ field }] });
      const answers = await Promise.all(
        ['ada@example.com', 'nobody@example.com'].map((email) =>
          signIn(api, { email, password }).expect(400),
        ),
      );
      expect(answers[0]?.body).toEqual({
        errors: [{ message: 'password has half a character. Type it anew', field }],
      });
      expect(answers[1]?.body).toEqual(answers[0]?.body);
    }
    expect(await User.countDocuments()).toBe(1);
  });

  it.each(['aaaa\u0007aaaa', 'aaaa\u202eaaaa', 'aaaa\u200baaaa', '\ufffdaaaaaaaa'])(
    'with a character that nobody can type again is refused: %j',
    async (password) => {
      const answer = await signUp(api, { password }).expect(400);
      expect(answer.body).toMatchObject({ errors: [{ field: 'password' }] });
      expect(await User.countDocuments()).toBe(0);
    },
  );

  it.each(['aaaa\u0007aaaa', '🎸'.repeat(4), ' '.repeat(8), 'aaaa\u200baaaa', '\ufffdaaaaaaaa'])(
    'from before this rule goes on working: %j',
    async (password) => {
      await register({ email: 'ada@example.com', password }, THE_SERVICE);
      await signIn(api, { password }).expect(200);
      await signIn(api, { password: `${password}x` }).expect(400);
    },
  );

  it.each(['iloveyou', ' IloveYou ', 'xxxxxxxx', 'ada@example.com', 'Ada-2026!'])(
    'that others guess first is refused with the remedy, but an older one goes on working: %j',
    async (password) => {
      const answer = await signUp(api, { email: 'ada@example.com', password }).expect(400);
      const message = expect.stringMatching(
        /^password .*Choose another one, for example four words/,
      ) as string;
      expect(answer.body).toEqual({ errors: [{ message, field: 'password' }] });
      await register({ email: 'ada@example.com', password }, THE_SERVICE);
      await signIn(api, { email: 'ada@example.com', password }).expect(200);
    },
  );

  it('is the same in NFC and NFD', async () => {
    await signUp(api, { password: 'cafe\u0301 noir' }).expect(201);
    await signIn(api, { password: 'caf\u00e9 noir' }).expect(200);
  });
});

describe('the fields of a sign-up', () => {
  const email = { message: 'email must be a valid e-mail address', field: 'email' };
  const password = { message: 'password must have 8 to 128 characters', field: 'password' };

  it.each([
    ['an empty address', { email: '' }, [email]],
    ['no @', { email: 'ada.example.com' }, [email]],
    ['a number', { email: 5 }, [email]],
    ['half a character', { email: 'ada\ud800@example.com' }, [email]],
    ['null', { email: null }, [email]],
    ['a list', { email: ['ada@example.com'] }, [email]],
    ['a query', { email: { $gt: '' } }, [email]],
    ['an address of 255 characters', { email: addressOf(255) }, [email]],
    ['a short password', { password: '1234567' }, [password]],
    ['a password of 129 characters', { password: 'x'.repeat(129) }, [password]],
    ['a password of four emoji of two units each', { password: '🎸'.repeat(4) }, [password]],
    ['a password of spaces', { password: ' '.repeat(8) }, [password]],
    ['an override in the address', { email: 'ada\u202e@example.com' }, [email]],
    ['NUL in the address', { email: 'ada\0@example.com' }, [email]],
    ['damaged bytes in the address', { email: 'ad\ufffd@example.com' }, [email]],
    ['a list of passwords', { password: [PASSWORD] }, [password]],
    ['a password that is a query', { password: { $gt: '' } }, [password]],
    ['a password of digits as a number', { password: 12345678 }, [password]],
    ['two wrong fields', { email: 'x', password: 'x' }, [email, password]],
  ])('are refused with %s', async (_, fields, errors) => {
    const answer = await signUp(api, fields).expect(400);
    expect(answer.body).toEqual({ errors });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await User.countDocuments()).toBe(0);
  });

  it('may reach their limits, and spaces in a password count', async () => {
    const longest = { email: addressOf(254), password: `xyz${' '.repeat(125)}` };
    await signUp(api, longest).expect(201);
    await signIn(api, longest).expect(200);
    await signIn(api, { ...longest, password: `xyz${' '.repeat(124)}` }).expect(400);
    await signUp(api, { email: 'eight@example.com', password: '71946382' }).expect(201);
  });

  it('must be there', async () => {
    for (const body of [{}, []]) {
      const res = await api().post('/api/users/signup').send(body).expect(400);
      expect(res.body).toEqual({ errors: [email, password] });
    }
    const res = await api().post('/api/users/signup').expect(400);
    expect(res.body).toEqual({ errors: [email, password] });
  });
});

/** An e-mail address of `length` characters. */
function addressOf(length: number): string {
  const rest = [60, 60, 30].map((size) => `.${'d'.repeat(size)}`).join('') + '.com';
  return `${'a'.repeat(64)}@${'d'.repeat(length - 65 - rest.length)}${rest}`;
}
