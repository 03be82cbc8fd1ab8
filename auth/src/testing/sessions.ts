import type { Api } from '@ticketing/testing';
import { SignOut } from '../models/sign-out.js';
import { User } from '../models/user.js';
import { cookieOf, currentUser, PASSWORD, signIn } from './requests.js';

/** The cookie of a new session of the account. */
export async function newSession(api: Api, { email = 'ada@example.com', password = PASSWORD } = {}) {
  return cookieOf(await signIn(api, { email, password }).expect(200), 'session');
}

/** Whether each of the sessions lets somebody in. */
export async function areOpen(api: Api, ...cookies: string[]): Promise<boolean[]> {
  const answers = await Promise.all(cookies.map((cookie) => currentUser(api, cookie).expect(200)));
  return answers.map(({ body }) => (body as { currentUser: unknown }).currentUser !== null);
}

/** Sends a request in a session. */
export function post(api: Api, path: string, cookie: string, body: object = {}) {
  return api()
    .post(`/api/users/${path}`)
    .set('X-Forwarded-For', '198.51.100.1')
    .set('Cookie', cookie)
    .send(body);
}

/** The id of the session of a cookie. */
export function sessionIdOf(cookie: string): string {
  const [, value = ''] = /session=([^;]*)/.exec(cookie) ?? [];
  const { jwt } = JSON.parse(Buffer.from(value, 'base64').toString()) as { jwt: string };
  return (JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }).jti;
}

/** The events that wait in the outboxes of accounts and sign-outs, without version and trace. */
export async function events(): Promise<object[]> {
  const documents = [...(await User.find().lean()), ...(await SignOut.find().lean())];
  return documents.flatMap(({ outbox }) =>
    outbox.map(({ subject, data }) => {
      const { version: _version, traceparent: _trace, ...rest } = data as Record<string, unknown>;
      return { subject, ...rest };
    }),
  );
}
