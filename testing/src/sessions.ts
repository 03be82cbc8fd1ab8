import { Sessions, type UserPayload } from '@ticketing/common/http';

/** The key that signs the sessions of the tests. */
export const KEY = 'a key that only the tests know, and long enough';

export const testSessions = ({ secure = false } = {}) => new Sessions(KEY, { secure, suffix: '' });

/** The `Cookie` header of a browser in which `user` is signed in. */
export function cookieHeader(user: UserPayload): string {
  const sessions = testSessions();
  const session = { jwt: sessions.sign(user) };
  return `${sessions.cookieName}=${Buffer.from(JSON.stringify(session)).toString('base64')}`;
}
