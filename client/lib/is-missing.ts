import 'server-only';
import { currentUser, getOrder, getTicket } from './api';

const ONE = /^\/(tickets|orders)\/(?!new$|mine$)([^/]+)/;

/**
 * Whether the visitor asks for a ticket or an order that is not there for them. A page finds out too late for those
 * without JavaScript: what `notFound()` shows in its place is put together in the browser.
 */
export async function isMissing(path: string, headers: Pick<Headers, 'get'>): Promise<boolean> {
  const [, kind, id = ''] = ONE.exec(path) ?? [];
  const isDocument = headers.get('accept')?.includes('text/html') ?? false;
  if (!kind || !isDocument) return false;
  const result = kind === 'tickets' ? await getTicket(id) : await getOrder(id);
  if (result.ok) return false;
  const { kind: reason } = result.failure;
  return reason === 'notFound' || (reason === 'unauthorized' && Boolean(await currentUser()));
}
