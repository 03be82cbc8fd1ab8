import type { Session } from '@ticketing/common/http';
import type { Caller } from '../caller.js';
import { changeOwnAccount, type UserDocument } from '../models/user.js';
import { isPassword } from '../passwords.js';

/**
 * Deletes the account of a session, and ends all its sessions.
 * @returns the account; undefined when the password is wrong.
 * @throws {NotAuthorizedError} when the session has ended in the meantime.
 * @throws {OverloadedError} when there is too much to do, or the caller has left.
 */
export function deleteAccount(
  { session, password }: { session: Session; password: string },
  caller: Caller,
): Promise<UserDocument | undefined> {
  return changeOwnAccount(session, async (user) => {
    if (!(await isPassword(password, user.passwordHash, caller))) return undefined;
    user.close();
    return user;
  });
}
