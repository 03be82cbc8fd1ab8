import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** The prefixes by which addresses are counted. A customer gets a /64 to /48 of IPv6, and a computer any address in it. */
const PREFIXES = { ipv4: [24, 32], ipv6: [48, 56, 64] };

/**
 * The networks of the client that made a request, the widest first. The last one is the address for which it is counted: an
 * IPv4 address, or a /64 of IPv6. The proxy in front tells the address. Some proxies add the port.
 */
export function clientNetworks({ ip, socket }: Pick<Request, 'ip' | 'socket'>): string[] {
  const address = read(ip) ?? read(socket.remoteAddress); // the proxy itself, if it tells no address
  if (!address) return ['unknown'];
  return PREFIXES[address.kind()].map((prefix) => network(address, prefix));
}

/** A client, as the limits count it. */
export interface Client {
  /** Its address: one of IPv4, or a /64 of IPv6. */
  address: string;
  /** The wider networks that have the address, the widest first. */
  blocks: readonly string[];
  isIpv6: boolean;
}

/** @param networks the result of `clientNetworks`. */
export function clientOf(networks: readonly string[]): Client {
  const address = networks.at(-1) ?? '';
  return { address, blocks: networks.slice(0, -1), isIpv6: address.includes(':') };
}

/** Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:80`. */
function read(text = ''): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = /^\[([^\]]*)\](?::\d*)?$/.exec(text)?.[1] ?? /^([\d.]+):\d*$/.exec(text)?.[1] ?? text;
  // the package also reads forms such as 0x7f.1, which no proxy writes
  const isAddress = bare.includes(':') ? ipaddr.IPv6.isValid(bare) : ipaddr.IPv4.isValidFourPartDecimal(bare);
  return isAddress ? ipaddr.process(bare) : undefined; // ::ffff:192.0.2.1 is 192.0.2.1
}

function network(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): string {
  const cidr = `${address.toString().replace(/%.*/, '')}/${prefix}`;
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return prefix === 32 ? address.toString() : `${kind.networkAddressFromCIDR(cidr).toString()}/${prefix}`;
}
