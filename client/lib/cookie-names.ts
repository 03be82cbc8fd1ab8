import { cookieName, type CookiePolicy, cookiePolicy } from '@ticketing/common/cookies';

/** The cookies of the services, which the site passes on, and those of the site itself. */
export type SiteCookie = 'session' | 'device' | 'draft';

type Env = Readonly<Record<string, string | undefined>>;

/** The services read the same settings, and the same words for no. */
const NO = /^(false|f|no|off|0)$/;

/** How the cookies of this system are named and sent. */
export function siteCookiePolicy(
  { COOKIE_SECURE = '', COOKIE_SUFFIX = '' }: Env = process.env,
): CookiePolicy {
  return cookiePolicy({ COOKIE_SECURE: !NO.test(COOKIE_SECURE), COOKIE_SUFFIX });
}

/** The whole name of a cookie. The setting `COOKIE_SUFFIX` has its end. */
export function siteCookieName(name: SiteCookie, env?: Env): string {
  return cookieName(name, siteCookiePolicy(env));
}
