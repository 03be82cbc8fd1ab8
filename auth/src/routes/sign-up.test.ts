import { User } from '../models/user.js';
import { authApi, authDatabase } from '../testing/auth-api.js';
import { cookieOf, currentUser, PASSWORD, setCookie, signIn, signUp, statuses } from '../testing/requests.js';

authDatabase();
const api = authApi();
const secureApi = authApi({ secure: true });

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
    for (const name of ['session', 'device']) expect(setCookie(res, name)?.attributes).toContain('secure');
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
    const answer = await signUp(api, { email: 'ADA@example.com' }).expect(400);
    expect(answer.body).toEqual({ errors: [{ message: 'Email in use', field: 'email' }] });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('makes one account from twenty simultaneous sign-ups', async () => {
    const counts = await statuses(20, (index) =>
      signUp(api, { email: index % 2 ? 'Grace@Example.com' : 'grace@example.com' }),
    );
    expect(counts).toEqual({ 201: 1, 400: 19 });
    expect(await User.countDocuments()).toBe(1);
  });

  it('replaces the earlier session', async () => {
    const ada = await signUp(api, { email: 'ada@example.com' });
    const bob = await signUp(api, { email: 'bob@example.com', cookie: cookieOf(ada) }).expect(201);
    const answer = await currentUser(api, cookieOf(bob, 'session'));
    expect(answer.body).toMatchObject({ currentUser: { email: 'bob@example.com' } });
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
    const longest = { email: addressOf(254), password: ' '.repeat(128) };
    await signUp(api, longest).expect(201);
    await signIn(api, longest).expect(200);
    await signIn(api, { ...longest, password: ' '.repeat(127) }).expect(400);
    await signUp(api, { email: 'eight@example.com', password: '12345678' }).expect(201);
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
