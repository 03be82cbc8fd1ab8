import 'server-only';
import { cookies, headers } from 'next/headers';
import { localeOf } from './locale';

const GIVEN_UP = 'given-up';
const KEPT = 20;

/** In whose manner dates and prices are written. */
export async function visitorLocale(): Promise<string> {
  return localeOf((await headers()).get('accept-language'));
}

/** The orders that were cancelled from this browser, the last one first: the API does not tell them from expired ones. */
export async function givenUpOrders(): Promise<string[]> {
  return (await cookies()).get(GIVEN_UP)?.value.split('.') ?? [];
}

export async function noteGivenUp(id: string): Promise<void> {
  const ids = [id, ...(await givenUpOrders()).filter((other) => other !== id)].slice(0, KEPT);
  (await cookies()).set(GIVEN_UP, ids.join('.'), {
    httpOnly: true,
    sameSite: 'lax',
    secure: (await headers()).get('x-forwarded-proto') === 'https',
    maxAge: 30 * 24 * 60 * 60,
  });
}
