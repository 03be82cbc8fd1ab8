import { isRunnable } from './is-runnable';
import { keptInput, type KeptInput } from './kept-input';
import { knowsAction } from './known-actions';

/** Next.js refuses a larger form. */
const MOST_BYTES = 1024 * 1024;
const FORM = /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i;
const UNREADABLE: KeptInput = { fields: [], cut: true };

/**
 * The input of a form that this build cannot run, because another version of the site made the page with the form, or
 * because it is broken or too large; undefined for every other request. Next.js would answer such a form with a line of
 * plain text. With JavaScript, Next.js sends a form in another manner, and its answer goes to the script of the page.
 */
export async function staleForm(request: Request): Promise<KeptInput | undefined> {
  const { headers } = request;
  const type = headers.get('content-type') ?? '';
  if (request.method !== 'POST' || headers.has('next-action') || !FORM.test(type)) return undefined;
  if (Number(headers.get('content-length')) > MOST_BYTES) return UNREADABLE;
  const form = await request.formData().catch(() => undefined);
  if (form === undefined) return UNREADABLE;
  if (!type.startsWith('multipart/form-data')) return keptInput(form); // Next.js takes no other spelling either
  const { pathname, search } = new URL(request.url);
  const page = { address: pathname + search, knows: (id: string) => knowsAction(id, pathname) };
  return isRunnable(form, page) ? undefined : keptInput(form);
}
