import { hasReadableArguments } from './has-readable-arguments';

/** Next.js refuses a larger body. */
const MOST_BYTES = 1024 * 1024;

/** Next.js makes the ids. It looks up an id of this form, and logs a stack for each other text. */
const ACTION_ID = /^[\da-f]{42}$/;

/**
 * The answer to a call of a server action whose id or whose arguments no form of this site sends; undefined for every other request.
 * Next.js would answer 500 and log its own stack.
 */
export async function refuseArguments(request: Request): Promise<Response | undefined> {
  if (request.method !== 'POST' || !request.headers.has('next-action')) return undefined;
  if (Number(request.headers.get('content-length')) > MOST_BYTES) return refuse(request, 413);
  if (!ACTION_ID.test(request.headers.get('next-action') ?? '')) return refuse(request, 400);
  return (await hasReadableArguments(request.clone())) ? undefined : refuse(request, 400);
}

function refuse(request: Request, status: number): Response {
  console.warn(`A call of a server action was refused: ${status}, ${new URL(request.url).pathname}`);
  return new Response('Bad request', {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    },
  });
}
