import 'server-only';
import { createHash } from 'node:crypto';

/** A short text that is another when `value` is: so a page can ask whether it is still up to date without asking for all. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}
