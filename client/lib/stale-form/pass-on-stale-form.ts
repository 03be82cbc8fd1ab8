import { KEPT_INPUT, toHeader } from './kept-input';
import { staleForm } from './stale-form';

/**
 * Lets a page be made, with the input, when it gets a form that it cannot run. `headers` are those that the page gets: a
 * page reads no body, so a header carries the input. Only this function sets that header, whatever the visitor sends.
 */
export async function passOnStaleForm(request: Request, headers: Headers, notFound: boolean): Promise<void> {
  headers.delete(KEPT_INPUT);
  const kept = await staleForm(request);
  if (kept) headers.set(KEPT_INPUT, toHeader(kept));
  // Next.js takes no other type for a form. The page that says that there is nothing can run no action either.
  if (kept || (notFound && request.method === 'POST')) headers.set('content-type', 'text/plain');
}
