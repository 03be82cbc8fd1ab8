import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/**
 * The address a request counts for: the IPv4 address, or the /64 of the IPv6 address, which is the least that one
 * customer gets and in which a computer takes new addresses as it likes.
 */
export function clientAddress({ ip = '' }: Pick<Request, 'ip'>): string {
  if (!ipaddr.isValid(ip)) return ip; // what the proxy in front calls the client, whatever it is
  const address = ipaddr.process(ip); // ::ffff:192.0.2.1 is 192.0.2.1
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
