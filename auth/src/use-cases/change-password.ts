import type { Session } from '@ticketing/common/http';
import type { Caller } from '../caller.js';
import { changeOwnAccount, type UserDocument } from '../models/user.js';
import { hashPassword, isPassword } from '../passwords.js';

interface Change {
  session: Session;
  current: string;
  next: string;
}

/**
 * Changes the password of the account of a session, and ends all its other sessions. When the same session asks for the same
 * change again, because the answer was lost, nothing changes.
 * @returns the account; undefined when the current password is wrong.
 * @throws {NotAuthorizedError} when the session has ended in the meantime.
 * @throws {OverloadedError} when there is too much to do, or the caller has left.
 */
export function changePassword(
  { session, current, next }: Change,
  caller: Caller,
): Promise<UserDocument | undefined> {
  let made: Promise<string> | undefined;
  return changeOwnAccount(session, async (user) => {
    if (await isPassword(current, user.passwordHash, caller)) {
      user.changePassword(await (made ??= hashPassword(next, caller)), session.id);
      return user;
    }
    const isRepeated = user.kept === session.id && (await isPassword(next, user.passwordHash, caller));
    return isRepeated ? user : undefined;
  });
}
