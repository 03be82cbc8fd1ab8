/** Those of the visitor's cookies that the services know. */
const FORWARDED = new Set(['session', 'device']);

export interface SetCookie {
  name: string;
  value: string;
  path?: string;
  expires?: Date;
  maxAge?: number;
  httpOnly?: boolean;
  secure?: boolean;
  sameSite?: 'lax' | 'strict' | 'none';
}

/**
 * The part of a Cookie header that goes on to the services. Next.js asks itself for the page that an action redirects
 * to, with all values percent-encoded; that is undone, as the services' own values have no percent sign.
 */
export function forwardedCookies(header: string | null): string {
  return (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => FORWARDED.has(part.split('=', 1)[0] ?? ''))
    .map((part) => part.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16))))
    .filter((part) => /^[\x21-\x7e]*$/.test(part) && !part.includes(';'))
    .join('; ');
}

/** A Set-Cookie header of a service, as Next.js wants it; undefined for a cookie that is not the services' own. */
export function parseSetCookie(header: string): SetCookie | undefined {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const [name = '', value] = split(pair);
  if (!FORWARDED.has(name)) return undefined;
  const cookie: SetCookie = { name, value: inUrlSafeBase64(value) };
  for (const attribute of attributes) {
    const [key, text] = split(attribute);
    switch (key.toLowerCase()) {
      case 'path':
        cookie.path = text;
        break;
      case 'expires':
        cookie.expires = new Date(text);
        break;
      case 'max-age':
        cookie.maxAge = Number(text);
        break;
      case 'httponly':
        cookie.httpOnly = true;
        break;
      case 'secure':
        cookie.secure = true;
        break;
      case 'samesite':
        cookie.sameSite = text.toLowerCase() as 'lax' | 'strict' | 'none';
        break;
    }
  }
  return cookie;
}

/**
 * Next.js writes a cookie's value in percent-encoding, which the services do not undo. Theirs are base64 and JWTs: in
 * the URL-safe alphabet, which their decoder takes as well, there is nothing to encode.
 */
function inUrlSafeBase64(value: string): string {
  return value.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
