import 'server-only';
import { cookies } from 'next/headers';
import { siteCookies } from './cookie-names';

const KEPT = 20;

/**
 * The ids of the orders that were cancelled from this browser, the last one first. The API does not tell a cancelled
 * order from an expired one, so the browser keeps this note.
 */
export async function cancelledOrders(): Promise<string[]> {
  return (await cookies()).get(siteCookies().givenUp)?.value.split('.') ?? [];
}

export async function noteCancelledOrder(id: string): Promise<void> {
  const ids = [id, ...(await cancelledOrders()).filter((other) => other !== id)].slice(0, KEPT);
  const { givenUp, secure } = siteCookies();
  (await cookies()).set(givenUp, ids.join('.'), {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: 30 * 24 * 60 * 60,
  });
}
