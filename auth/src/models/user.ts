import { BadRequestError } from '@ticketing/common/errors';
import type { UserPayload } from '@ticketing/common/http';
import { isDuplicateKey, versionPlugin } from '@ticketing/common/mongo';
import { type HydratedDocument, model, Schema } from 'mongoose';
import type { Caller } from '../caller.js';
import { hashPassword, isOutdated, isPassword } from '../passwords.js';

export interface UserFields {
  /** In the form of `readAddress`, or in an older one. */
  email: string;
  passwordHash: string;
  version: number;
}

export interface Credentials {
  /** The address in its one form. */
  email: string;
  /** The form in which an older account may have the same address. */
  olderEmail?: string;
  password: string;
}

type UserDocument = HydratedDocument<UserFields>;

const userSchema = new Schema<UserFields>({
  email: { type: String, required: true },
  passwordHash: { type: String, required: true },
});
userSchema.plugin(versionPlugin);

// when several sign-ups race for an address, this index lets only one be written
userSchema.index({ email: 1 }, { unique: true });

export const User = model<UserFields>('User', userSchema);

/**
 * Makes an account.
 * @throws {EmailInUseError} when there is already an account with this address.
 * @throws {OverloadedError} when there is too much to do, or the caller has left.
 */
export async function register({ email, password }: Credentials, caller: Caller): Promise<UserDocument> {
  const user = new User({ email, passwordHash: await hashPassword(password, caller) });
  return user.save().catch((error: unknown) => {
    throw isDuplicateKey(error, 'email') ? new EmailInUseError() : error;
  });
}

/** 400: another account has this address. */
export class EmailInUseError extends BadRequestError {
  constructor() {
    super('Email in use', 'email');
  }
}

/** The account with this address. */
export async function findUser({ email, olderEmail = email }: Credentials): Promise<UserDocument | null> {
  const users = await User.find({ email: { $in: [email, olderEmail] } });
  // where both forms are accounts, each of them is reached by its own form, as before
  return users.find((user) => user.email === olderEmail) ?? users[0] ?? null;
}

/** The user with these credentials. It is null when the address or the password is wrong, and both take the same time. */
export async function authenticate(credentials: Credentials, caller: Caller): Promise<UserDocument | null> {
  const { password } = credentials;
  const user = await findUser(credentials);
  if (!(await isPassword(password, user?.passwordHash, caller)) || !user) return null;
  if (isOutdated(user.passwordHash)) await rehash(user, password, caller);
  return user;
}

/** Does not use `save`: of two simultaneous sign-ins only one writes a new hash, and the other must not fail. */
async function rehash({ _id, passwordHash }: UserDocument, password: string, caller: Caller): Promise<void> {
  await User.updateOne(
    { _id, passwordHash },
    { $set: { passwordHash: await hashPassword(password, caller) }, $inc: { version: 1 } },
  );
}

/** A user in the form of the API and of sessions. */
export function presentUser({ _id, email }: { _id: unknown; email: string }): UserPayload {
  return { id: String(_id), email };
}
