import { knowsAction } from '../stale-form/known-actions';
import { hasReadableArguments } from './has-readable-arguments';

/** Next.js refuses a larger body. */
const MOST_BYTES = 1024 * 1024;

/** The form of the ids that Next.js makes. */
const ACTION_ID = /^[\da-f]{42}$/;
/** The script of a page that has it in an answer knows that the page is of another build, and sends the form anew. */
const NOT_FOUND = { 'x-nextjs-action-not-found': '1' };

/**
 * The answer to a call of a server action that this build does not have, or whose arguments no form of this site sends;
 * undefined for every other request. Next.js would log a stack, and answer some of them with 500.
 */
export async function refuseArguments(request: Request, knows = knowsAction): Promise<Response | undefined> {
  const id = request.headers.get('next-action');
  if (request.method !== 'POST' || id === null) return undefined;
  if (!ACTION_ID.test(id)) return refuse(request, 400, NOT_FOUND);
  if (!knows(id)) return refuse(request, 409, NOT_FOUND);
  if (Number(request.headers.get('content-length')) > MOST_BYTES) return refuse(request, 413);
  return (await hasReadableArguments(request.clone())) ? undefined : refuse(request, 400);
}

function refuse(request: Request, status: number, more: Record<string, string> = {}): Response {
  console.warn(`A call of a server action was refused: ${status}, ${new URL(request.url).pathname}`);
  return new Response('Bad request', {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      ...more,
    },
  });
}
