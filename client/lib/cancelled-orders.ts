import 'server-only';
import { keepCookie, readCookie } from './site-cookies';

const KEPT = 20;
const KEPT_SECONDS = 30 * 24 * 60 * 60;

/**
 * The ids of the orders that were cancelled from this browser, the last one first. The API does not tell a cancelled
 * order from an expired one, so the browser keeps this note.
 */
export async function cancelledOrders(): Promise<string[]> {
  return (await readCookie('given-up'))?.split('.') ?? [];
}

export async function noteCancelledOrder(id: string): Promise<void> {
  const ids = [id, ...(await cancelledOrders()).filter((other) => other !== id)].slice(0, KEPT);
  await keepCookie('given-up', ids.join('.'), KEPT_SECONDS);
}
