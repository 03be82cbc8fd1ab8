import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { currentUser, getOrder, getTicket } from './api';

/** The proxy waits this long. If a service takes longer, the page waits once more and tells the visitor. */
const PATIENCE_MS = 1_000;
/** Next.js renders this page for itself, and answers 500 to whoever asks for it by its name. */
const OF_NEXT = /^\/_global-error\/?$/;
const ITEM_PATH = /^\/(tickets|orders)\/(?!new$|mine$)([^/]+)/;

/**
 * Whether the visitor asks for a ticket or an order that does not exist for them. The page itself would find out too
 * late for visitors without JavaScript, because the browser needs scripts to show what `notFound()` leads to.
 */
export async function isNotFound(path: string, headers: Pick<Headers, 'get'>): Promise<boolean> {
  if (OF_NEXT.test(path)) return true;
  const [, kind, id = ''] = ITEM_PATH.exec(path) ?? [];
  const isDocument = headers.get('accept')?.includes('text/html') ?? false;
  if (!kind || !isDocument) return false;
  const asked = kind === 'tickets' ? getTicket(id) : getOrder(id);
  const result = await Promise.race([asked, sleep(PATIENCE_MS, undefined, { ref: false })]);
  if (!result || result.ok) return false;
  const { kind: reason } = result.failure;
  return reason === 'notFound' || (reason === 'unauthorized' && Boolean(await currentUser()));
}
