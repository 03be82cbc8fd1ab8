import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Semaphore } from './semaphore.js';

/** As OWASP asks, https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const PARAMETERS = {
  algorithm: 2, // Argon2id; the package's enums are not there at run time
  version: 1, // 1.3
  memoryCost: 19 * 1024, // KiB
  timeCost: 2,
  parallelism: 1,
};

/**
 * A hash runs on a thread of libuv's pool: it never stops the event loop, and there are never more at once than the pool
 * has threads (4). But the pool takes its work in order, and what else needs it, such as looking up the database's
 * address, would wait behind every hash that is queued. So one thread is left free, and memory stays under 3 × 19 MiB.
 */
const semaphore = new Semaphore(3);

export function hashPassword(password: string): Promise<string> {
  return semaphore.run(() => hash(plain(password), PARAMETERS));
}

/** What an unknown account's password is compared with. Made once, at the start. */
const nobodysHash = hashPassword(randomBytes(32).toString('base64'));

/**
 * Whether `password` belongs to `passwordHash`. Without a hash it does not, and to say so takes as long as with one, so
 * that the time of an answer does not tell whether an account exists.
 */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const expected = passwordHash ?? (await nobodysHash);
  const matches = await semaphore.run(() => verify(expected, plain(password)));
  return matches && passwordHash !== undefined;
}

/** Whether a hash was made with other parameters than those of today. */
export function isOutdated(passwordHash: string): boolean {
  const parameters = parseOptions(passwordHash);
  return Object.entries(PARAMETERS).some(
    ([name, value]) => parameters[name as keyof typeof parameters] !== value,
  );
}

/** One form for what looks the same but is typed as other code points on another system (NIST SP 800-63B §3.1.1.2). */
function plain(password: string): string {
  return password.normalize('NFKC');
}
