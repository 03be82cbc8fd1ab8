import 'server-only';
import { createHash } from 'node:crypto';

/**
 * A short text that changes when `value` changes. A page compares fingerprints to learn whether it is up to date, so
 * that it need not fetch everything again.
 */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}
