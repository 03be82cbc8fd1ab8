import { NextResponse, type NextRequest } from 'next/server';
import { isNotFound } from '@/lib/is-not-found';
import { contentSecurityPolicy } from '@/lib/security/content-security-policy';
import { isSameOrigin } from '@/lib/security/same-origin';
import { passOnStaleForm } from '@/lib/stale-form/pass-on-stale-form';

/** Runs before every page: refuses posts of other sites and gives each answer a policy with its own nonce. */
export async function proxy(request: NextRequest) {
  if (!isSameOrigin(request.method, request.headers)) return new NextResponse('Forbidden', { status: 403 });
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV !== 'production');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy); // Next.js reads the nonce here and puts it on its scripts
  const notFound = await isNotFound(request.nextUrl.pathname, request.headers);
  await passOnStaleForm(request, headers, notFound);
  const response = notFound
    ? NextResponse.rewrite(new URL('/not-found', request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: '/((?!_next/static/|healthz$|live/).*)' };
