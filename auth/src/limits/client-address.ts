import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/**
 * The address that a request is counted for: the IPv4 address, or the /64 network of the IPv6 address. A customer gets at
 * least a /64, and a computer can choose any address in it.
 */
export function clientAddress({ ip = '' }: Pick<Request, 'ip'>): string {
  if (!ipaddr.isValid(ip)) return ip; // the proxy in front uses another name for the client
  const address = ipaddr.process(ip); // ::ffff:192.0.2.1 is 192.0.2.1
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
