import { createHash } from 'node:crypto';

/** A short name for `parts` that does not reveal them: 128 bits in base64url. */
export function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
}
