/** What is the same for all cookies of one system. */
export interface CookiePolicy {
  /** Whether cookies are sent by https only. It is false only where the site is served without TLS. */
  secure: boolean;
  /**
   * The end of the name of each cookie. A browser sends a cookie to every port of a host, so systems on several ports of
   * one machine need different names.
   */
  suffix: string;
}

/** The policy that follows from the settings of a service or of the site. */
export function cookiePolicy(settings: { COOKIE_SECURE: boolean; COOKIE_SUFFIX: string }): CookiePolicy {
  return { secure: settings.COOKIE_SECURE, suffix: settings.COOKIE_SUFFIX };
}

/**
 * The whole name of the cookie `name`. A browser takes a cookie with the prefix `__Host-` only by https, with `Path=/` and
 * without a domain. So no other host, such as a subdomain, can set it:
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
 */
export function cookieName(name: string, { secure, suffix }: CookiePolicy): string {
  return `${secure ? '__Host-' : ''}${name}${suffix}`;
}
