import 'server-only';
import { cookies, headers } from 'next/headers';

const COOKIE = 'given-up';
const KEPT = 20;

/**
 * The ids of the orders that were cancelled from this browser, the last one first. The API does not tell a cancelled
 * order from an expired one, so the browser keeps this note.
 */
export async function cancelledOrders(): Promise<string[]> {
  return (await cookies()).get(COOKIE)?.value.split('.') ?? [];
}

export async function noteCancelledOrder(id: string): Promise<void> {
  const ids = [id, ...(await cancelledOrders()).filter((other) => other !== id)].slice(0, KEPT);
  (await cookies()).set(COOKIE, ids.join('.'), {
    httpOnly: true,
    sameSite: 'lax',
    secure: (await headers()).get('x-forwarded-proto') === 'https',
    maxAge: 30 * 24 * 60 * 60,
  });
}
