import 'server-only';
import { cookies } from 'next/headers';
import { type SiteCookie, siteCookieName, siteCookiePolicy } from './cookie-names';

const attributes = () =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: siteCookiePolicy().secure }) as const;

export async function readCookie(name: SiteCookie): Promise<string | undefined> {
  return (await cookies()).get(siteCookieName(name))?.value;
}

/** Sets a cookie that scripts and other sites can't read. */
export async function keepCookie(name: SiteCookie, value: string, maxAge: number): Promise<void> {
  (await cookies()).set(siteCookieName(name), value, { ...attributes(), maxAge });
}

/** Not `delete`: browsers take the end of a `__Host-` cookie only with the attributes with which it was set. */
export async function endCookie(name: SiteCookie): Promise<void> {
  (await cookies()).set(siteCookieName(name), '', { ...attributes(), expires: new Date(0) });
}
