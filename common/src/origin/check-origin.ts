const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The values of `Sec-Fetch-Site` for a page of this origin, and for an address that the person has typed. */
const OWN = new Set(['same-origin', 'none']);
/** A host name or an address, and perhaps a port. No other part of a URL may hide in it. */
const HOST = /^(\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(:\d{1,5})?$/i;

type Headers = Pick<globalThis.Headers, 'get'>;

/** The check of a request: the origin of the page that sent it, and the hosts of this site that were compared with it. */
export interface OriginCheck {
  passed: boolean;
  origin: string | undefined;
  hosts: string[];
}

interface Asked {
  method: string;
  headers: Headers;
}

/**
 * Checks that a request which changes something was sent by a page of this site, or by no page at all.
 *
 * A browser names the origin of the page with each such request, and today also how that origin is related to this site
 * (`Sec-Fetch-Site`, https://www.w3.org/TR/fetch-metadata/). Another origin of the same site, such as a sister domain or
 * another port, is another origin. A page by http is another origin than this site by https.
 *
 * Hosts are compared as URLs are: letters of any case, the default port of the scheme, one spelling of an address, and
 * no dot at the end. No page of another site can make a browser send a forwarding header or another `Host`. So it does no
 * harm that a program can: it could name any origin, too.
 * @param fromPage says that only pages send such a request, so that a request without an origin does not pass.
 */
export function checkOrigin({ method, headers }: Asked, { fromPage }: { fromPage: boolean }): OriginCheck {
  const origin = headers.get('origin') ?? undefined;
  const hosts = hostsOf(headers);
  const relation = headers.get('sec-fetch-site') ?? 'same-origin';
  const passed =
    READING.has(method) ||
    (OWN.has(relation) && (origin === undefined ? !fromPage : isOwn(parse(origin), hosts, headers)));
  return { passed, origin, hosts };
}

function isOwn(origin: URL | undefined, hosts: string[], headers: Headers): boolean {
  if (!origin) return false;
  const [scheme] = listed(headers.get('x-forwarded-proto'));
  if (scheme === 'https' && origin.protocol !== 'https:') return false;
  return hosts.some((host) => hostIn(origin.protocol, host) === withoutDot(origin));
}

/**
 * The hosts by which the browser may have asked for this site. The gateway or ingress may call the site by another host,
 * and then says which one the browser asked for. In a chain of proxies each may add a host. A proxy that leaves the port
 * out of the host may name it in a header of its own.
 */
function hostsOf(headers: Headers): string[] {
  const hosts = listed(headers.get('x-forwarded-host') ?? headers.get('host'));
  const ports = listed(headers.get('x-forwarded-port')).filter((port) => /^\d{1,5}$/.test(port));
  const withPorts = hosts
    .filter((host) => !/:\d+$/.test(host))
    .flatMap((host) => ports.map((port) => `${host}:${port}`));
  return [...new Set([...hosts, ...withPorts])];
}

function listed(value: string | null): string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The host in the spelling of URLs, with the port only if it is not the default one of the scheme. */
function hostIn(protocol: string, host: string): string | undefined {
  const text = asUtf8(host);
  return HOST.test(text) ? withoutDot(parse(`${protocol}//${text}`)) : undefined;
}

function parse(origin: string | undefined): URL | undefined {
  if (!origin || !/^https?:\/\/[^/?#@\\]+$/i.test(origin) || !URL.canParse(origin)) return undefined;
  return new URL(origin);
}

function withoutDot(url: URL | undefined): string | undefined {
  return url && url.host.replace(/\.(?=$|:\d+$)/, '');
}

/** HTTP reads a header byte by byte. A program may write a name with other letters in UTF-8. */
function asUtf8(text: string): string {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
