import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Larger bytes are not used, so that every letter is equally likely. */
const LIMIT = 256 - (256 % LETTERS.length);

/** An id like those of Stripe: `pi_3MtwBwLkdIwHu7ix28a3tqPa`. */
export function newId(prefix: string, length = 24): string {
  let letters = '';
  while (letters.length < length)
    for (const byte of randomBytes(length * 2))
      if (byte < LIMIT && letters.length < length) letters += LETTERS[byte % LETTERS.length];
  return `${prefix}_${letters}`;
}
