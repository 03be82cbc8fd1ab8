const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A host name or an address, and perhaps a port. No other part of a URL may hide in it. */
const HOST = /^(\[[\da-f:.]+\]|[^\s/?#@\\:[\]]+)(:\d{1,5})?$/i;

type Headers = Pick<globalThis.Headers, 'get'>;

/** The check of a request: the origin of the page that sent it, and the hosts of this site that were compared with it. */
export interface OriginCheck {
  passed: boolean;
  origin: string | undefined;
  hosts: string[];
}

/**
 * Checks that a request which changes something was sent by a page of this site. Every browser names the page's origin
 * with a post. Next.js checks the origin of its actions too, but accepts a post that names none.
 *
 * Hosts are compared as URLs are: letters of any case, the default port of the scheme, one spelling of an address, and
 * no dot at the end. No page of another site can make a browser send a forwarding header or another `Host`. So it does no
 * harm that a program can: it could name any origin, too.
 */
export function checkOrigin(method: string, headers: Headers): OriginCheck {
  const named = headers.get('origin') ?? undefined;
  const hosts = hostsOf(headers);
  if (READING.has(method)) return { passed: true, origin: named, hosts };
  const origin = parse(named);
  const passed = hosts.some((host) => origin && hostIn(origin.protocol, host) === withoutDot(origin));
  return { passed, origin: named, hosts };
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
