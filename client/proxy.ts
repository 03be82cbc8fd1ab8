import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy } from '@/lib/security/content-security-policy';
import { isMissing } from '@/lib/is-missing';
import { isSameOrigin } from '@/lib/security/same-origin';

/** Before every page: refuses posts of other sites, and gives the page a policy with a nonce of its own. */
export async function proxy(request: NextRequest) {
  if (!isSameOrigin(request.method, request.headers)) return new NextResponse('Forbidden', { status: 403 });
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV !== 'production');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy); // Next.js finds the nonce here, and puts it on its scripts
  const missing = await isMissing(request.nextUrl.pathname, request.headers);
  const response = missing
    ? NextResponse.rewrite(new URL('/not-found', request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: '/((?!_next/static/|healthz$|live/).*)' };
