import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { type Caller, THE_SERVICE } from './caller.js';
import { FairQueue } from './hashing/fair-queue.js';

/** The parameters that OWASP recommends: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const PARAMETERS = {
  algorithm: 2, // Argon2id; the enums of the package do not exist at run time
  version: 1, // 1.3
  memoryCost: 19 * 1024, // KiB
  timeCost: 2,
  parallelism: 1,
};

/**
 * A hash runs on a thread of libuv's pool, so it never blocks the event loop. The pool has 4 threads and does its work in
 * order. Other work, such as the lookup of the database's address, would wait behind every queued hash. So hashes use
 * only 3 threads, and their memory stays under 3 × 19 MiB. The site waits 5 s for an answer. A hash that does not begin
 * within 3 s would be for nobody.
 */
const queue = new FairQueue({ running: 3, waiting: 200, waitMs: 3_000 });

/** @throws {OverloadedError} when there is too much to do, or the caller has left. */
export function hashPassword(password: string, caller: Caller): Promise<string> {
  return queue.run(caller, () => hash(plain(password), PARAMETERS));
}

/** The password of an unknown account is compared with this hash. It is made once, at the start. */
const nobodysHash = hashPassword(randomBytes(32).toString('base64'), THE_SERVICE);

/**
 * Whether `password` belongs to `passwordHash`. Without a hash the result is false after the same time, so the time of an
 * answer does not reveal whether an account exists.
 * @throws {OverloadedError} when there is too much to do, or the caller has left.
 */
export async function isPassword(
  password: string,
  passwordHash: string | undefined,
  caller: Caller,
): Promise<boolean> {
  const expected = passwordHash ?? (await nobodysHash);
  const matches = await queue.run(caller, () => verify(expected, plain(password)));
  return matches && passwordHash !== undefined;
}

/** Whether a hash was made with other parameters than the current ones. */
export function isOutdated(passwordHash: string): boolean {
  const parameters = parseOptions(passwordHash);
  return Object.entries(PARAMETERS).some(
    ([name, value]) => parameters[name as keyof typeof parameters] !== value,
  );
}

/** One form for characters that look the same but are typed as other code points (NIST SP 800-63B §3.1.1.2). */
function plain(password: string): string {
  return password.normalize('NFKC');
}
