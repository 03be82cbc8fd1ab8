import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentUser, getOrder, getTicket } from './api';

/** A service that takes longer is the page's matter: it waits once more, and says what is wrong. */
const PATIENCE_MS = 1_000;
const ONE = /^\/(tickets|orders)\/(?!new$|mine$)([^/]+)/;

/**
 * Whether the visitor asks for a ticket or an order that is not there for them. A page finds out too late for those
 * without JavaScript: what `notFound()` shows in its place is put together in the browser.
 */
export async function isMissing(path: string, headers: Pick<Headers, 'get'>): Promise<boolean> {
  const [, kind, id = ''] = ONE.exec(path) ?? [];
  const isDocument = headers.get('accept')?.includes('text/html') ?? false;
  if (!kind || !isDocument) return false;
  const asked = kind === 'tickets' ? getTicket(id) : getOrder(id);
  const result = await Promise.race([asked, sleep(PATIENCE_MS, undefined, { ref: false })]);
  if (!result || result.ok) return false;
  const { kind: reason } = result.failure;
  return reason === 'notFound' || (reason === 'unauthorized' && Boolean(await currentUser()));
}
