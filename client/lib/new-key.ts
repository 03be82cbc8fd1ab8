import 'server-only';
import { randomUUID } from 'node:crypto';

/** The idempotency key of one form that lists a ticket: however often the form is sent, it lists one ticket. */
export function newKey(): string {
  return randomUUID();
}
