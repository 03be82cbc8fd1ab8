import { parseCookie, parseSetCookie, type SetCookie, stringifyCookie } from 'cookie';
import { siteCookieName } from '../cookie-names';

/** The names of the cookies that the services know. */
function forwardedNames(): string[] {
  return [siteCookieName('session'), siteCookieName('device')];
}

/** One cookie value as it stands in a header: visible ASCII characters without the semicolon that ends it. */
const HEADER_SAFE = /^[\x21-\x3a\x3c-\x7e]*$/;

/**
 * The part of a Cookie header that goes on to the services. After an action redirects, Next.js fetches the next page
 * itself and sends all values in percent-encoding. Parsing undoes that; the services' own values have no percent sign.
 */
export function forwardedCookies(header: string | null): string {
  const cookies = parseCookie(header ?? '');
  const forwarded = forwardedNames().filter((name) => HEADER_SAFE.test(cookies[name] ?? ''));
  return stringifyCookie(Object.fromEntries(forwarded.map((name) => [name, cookies[name]])), {
    encode: (value) => value,
  });
}

/** A service's Set-Cookie header in the form that Next.js sets; undefined for a cookie of any other name. */
export function cookieToSet(header: string): (SetCookie & { value: string }) | undefined {
  const { value = '', ...cookie } = parseSetCookie(header, { decode: inUrlSafeBase64 });
  return forwardedNames().includes(cookie.name) ? { ...cookie, value } : undefined;
}

/**
 * Next.js writes cookie values in percent-encoding, and the services do not undo that. The services' values are base64
 * and JWTs. In the URL-safe alphabet, which the services' decoder reads as well, nothing needs an encoding.
 */
function inUrlSafeBase64(value: string): string {
  return value.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}
