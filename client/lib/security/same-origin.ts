const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may go on: a request that changes something only if a page of this site sent it. Every browser
 * names the page's origin with a post. Next.js checks the origin of its actions too, but accepts a post that names none.
 */
export function isSameOrigin(method: string, headers: Pick<Headers, 'get'>): boolean {
  if (READING.has(method)) return true;
  const origin = headers.get('origin');
  // the gateway or ingress may call the site by another host, and then says which one the browser asked for
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  if (!origin || !host || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
