import { Writable } from 'node:stream';
import { createLogger } from '@ticketing/common/telemetry';
import { authApi, authDatabase } from './testing/auth-api.js';
import { cookieOf, signIn, signUp, statuses } from './testing/requests.js';

authDatabase();
let text = '';
const destination = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    text += chunk.toString();
    done();
  },
});
const api = authApi({ logger: createLogger('auth', 'trace', destination) });
beforeEach(() => (text = ''));

const EMAIL = 'canary.address@example.com';
const RIGHT = 'the right canary secret';
const WRONG = 'the wrong canary secret';

function securityLines(): Record<string, unknown>[] {
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter(({ event }) => String(event).startsWith('security.'));
}

const address = '198.51.100.1';
const who = { address, service: 'auth', account: expect.stringMatching(/^[\w-]{16}$/) as string };

it('has one line for each sign-up, sign-in and sign-out, with who, where, what and the outcome', async () => {
  const up = await signUp(api, { email: EMAIL, password: RIGHT }).expect(201);
  const { id: userId } = up.body as { id: string };
  await signUp(api, { email: EMAIL, password: RIGHT }).expect(200);
  await signUp(api, { email: EMAIL, password: WRONG }).expect(400);
  const back = await signIn(api, { email: EMAIL, password: RIGHT }).expect(200);
  await signIn(api, { email: EMAIL, password: WRONG }).expect(400);
  await signIn(api, { email: 'nobody@example.com', password: WRONG }).expect(400);
  await api()
    .post('/api/users/signout')
    .set('X-Forwarded-For', address)
    .set('Cookie', cookieOf(back))
    .send({})
    .expect(200);
  const lines = securityLines();
  expect(lines).toMatchObject([
    { ...who, event: 'security.sign-up', outcome: 'success', userId, level: 'info' },
    { ...who, event: 'security.sign-up', outcome: 'success', userId },
    { ...who, event: 'security.sign-up', outcome: 'failure', level: 'warn' },
    {
      ...who,
      event: 'security.sign-in',
      outcome: 'success',
      userId,
      traceId: back.headers['x-request-id'] as string,
    },
    { ...who, event: 'security.sign-in', outcome: 'failure' },
    { ...who, event: 'security.sign-in', outcome: 'failure' },
    { address, event: 'security.sign-out', outcome: 'success', userId },
  ]);
  expect(new Set(lines.map(({ account }) => account)).size).toBe(3); // two accounts, and the sign-out
});

it('has one line for each attempt over a limit', async () => {
  await statuses(12, () => signIn(api, { email: EMAIL, password: WRONG }));
  const limited = securityLines().filter(({ outcome }) => outcome === 'limited');
  expect(limited).toHaveLength(2);
  expect(limited[0]).toMatchObject({ ...who, event: 'security.sign-in', code: 'TOO_MANY_REQUESTS' });
  expect(securityLines()).toHaveLength(12);
});

it('and the rest of the log have no secret and no address of an account', async () => {
  const up = await signUp(api, { email: EMAIL, password: RIGHT });
  const cookie = `${cookieOf(up)}; other=canary-cookie`;
  await signIn(api, { email: EMAIL, password: WRONG, cookie });
  await signIn(api, { email: EMAIL, password: RIGHT, cookie }).set('Authorization', 'Bearer canary-token');
  await api()
    .post('/api/users/signin')
    .set('Cookie', cookie)
    .type('json')
    .send(`{"password":"${RIGHT}",`)
    .expect(400);
  await api().post('/api/users/signout').set('Cookie', cookie).send({ password: RIGHT });
  expect(text).toContain('security.sign-in');
  const secrets = cookieOf(up)
    .split('; ')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  expect(secrets).toHaveLength(2);
  for (const secret of [...secrets, 'canary', encodeURIComponent(EMAIL)]) expect(text).not.toContain(secret);
});
