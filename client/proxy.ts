import { checkOrigin } from '@ticketing/common/origin';
import { NextResponse, type NextRequest } from 'next/server';
import { refuseArguments } from '@/lib/action-arguments/refuse-arguments';
import { isNotFound } from '@/lib/is-not-found';
import { contentSecurityPolicy } from '@/lib/security/content-security-policy';
import { permissionsPolicy } from '@/lib/security/permissions-policy';
import { refusal } from '@/lib/security/refusal';
import { formOrigin } from '@/lib/settings';
import { passOnStaleForm } from '@/lib/stale-form/pass-on-stale-form';

/** Runs before every page: refuses posts of other sites and arguments that no form sends, and gives each answer a policy with its own nonce. */
export async function proxy(request: NextRequest) {
  const check = checkOrigin(request, { fromPage: true });
  if (!check.passed) return refusal(check, request.headers);
  const refused = await refuseArguments(request);
  if (refused) return refused;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const card = formOrigin();
  const policy = contentSecurityPolicy({
    nonce,
    development: process.env.NODE_ENV !== 'production',
    formOrigin: card,
  });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy); // Next.js reads the nonce here and puts it on its scripts
  // Next.js compares the origin of an action with the first forwarded host, letter by letter
  if (request.method === 'POST' && check.origin) headers.set('x-forwarded-host', new URL(check.origin).host);
  const notFound = await isNotFound(request.nextUrl.pathname, request.headers);
  await passOnStaleForm(request, headers, notFound);
  const response = notFound
    ? NextResponse.rewrite(new URL('/not-found', request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('permissions-policy', permissionsPolicy(card));
  return response;
}

export const config = { matcher: '/((?!_next/static/|healthz$|live/).*)' };
