import type { Api } from '@ticketing/testing';
import type { Response, Test } from 'supertest';

interface From {
  email?: unknown;
  password?: unknown;
  /** The client's address, as the proxy in front reports it. */
  address?: string;
  cookie?: string;
}

export const PASSWORD = 'correct horse battery staple';

export const signUp = (api: Api, from: From = {}) => post(api, 'signup', from);
export const signIn = (api: Api, from: From = {}) => post(api, 'signin', from);

function post(api: Api, path: string, from: From): Test {
  const { email = 'ada@example.com', password = PASSWORD, address = '198.51.100.1', cookie = '' } = from;
  return api()
    .post(`/api/users/${path}`)
    .set('X-Forwarded-For', address)
    .set('Cookie', cookie)
    .send({ email, password });
}

export function currentUser(api: Api, cookie: string): Test {
  return api().get('/api/users/currentuser').set('Cookie', cookie);
}

/** Makes a request many times at once, and counts the answers by status. */
export async function statuses(
  times: number,
  make: (index: number) => Test,
): Promise<Record<number, number>> {
  const answers = await Promise.all(Array.from({ length: times }, (_, index) => make(index)));
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The cookie `name` that an answer sets, with its attributes in lower case. */
export function setCookie(res: Response, name: string): { value: string; attributes: string[] } | undefined {
  const lines = (res.get('Set-Cookie') ?? []).filter((line) => line.startsWith(`${name}=`));
  const [pair = '', ...attributes] = lines[0]?.split('; ') ?? [];
  return lines.length === 1
    ? { value: pair.slice(name.length + 1), attributes: attributes.map((text) => text.toLowerCase()) }
    : undefined;
}

/** The `Cookie` header of a browser that got `res`, with the named cookies, or with all cookies. */
export function cookieOf(res: Response, ...names: string[]): string {
  const pairs = (res.get('Set-Cookie') ?? []).map((line) => line.split(';')[0] ?? '');
  return pairs
    .filter((pair) => names.length === 0 || names.some((name) => pair.startsWith(`${name}=`)))
    .join('; ');
}
