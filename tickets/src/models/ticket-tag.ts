import { createHash } from 'node:crypto';

/**
 * The entity tag (RFC 9110, 8.8.3) of a title and price. It stands for nothing else of a ticket, so it stays the same
 * while a ticket is reserved and released.
 */
export function ticketTag({ title, price }: { title: string; price: number }): string {
  return `"${createHash('sha256')
    .update(JSON.stringify([title, price]))
    .digest('base64url')
    .slice(0, 22)}"`;
}
