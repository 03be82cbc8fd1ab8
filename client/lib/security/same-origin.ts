const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something: only if a page of this site sent it. Every browser says with a post which
 * page's origin it is from; Next.js checks that for its actions too, but lets a post pass that does not say.
 */
export function isSameOrigin(method: string, headers: Pick<Headers, 'get'>): boolean {
  if (HARMLESS.has(method)) return true;
  const origin = headers.get('origin');
  // the gateway or ingress says which host the browser asked for, in case it asks for the site by another
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  if (!origin || !host || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
