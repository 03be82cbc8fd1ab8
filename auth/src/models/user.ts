import { BadRequestError } from '@ticketing/common/errors';
import type { UserPayload } from '@ticketing/common/http';
import { isDuplicateKey, versionPlugin } from '@ticketing/common/mongo';
import { type HydratedDocument, model, Schema } from 'mongoose';
import { hashPassword, isOutdated, isPassword } from '../passwords.js';

export const MAX_EMAIL = 254;

export interface UserFields {
  /** The address is in lower case, because addresses are compared without case. */
  email: string;
  passwordHash: string;
  version: number;
}

export interface Credentials {
  email: string;
  password: string;
}

type UserDocument = HydratedDocument<UserFields>;

const userSchema = new Schema<UserFields>({
  email: { type: String, required: true, trim: true, lowercase: true, maxlength: MAX_EMAIL },
  passwordHash: { type: String, required: true },
});
userSchema.plugin(versionPlugin);

// when several sign-ups race for an address, this index lets only one be written
userSchema.index({ email: 1 }, { unique: true });

export const User = model<UserFields>('User', userSchema);

/**
 * Makes an account.
 * @throws {BadRequestError} when there is already an account with this address.
 */
export async function register({ email, password }: Credentials): Promise<UserDocument> {
  const user = new User({ email, passwordHash: await hashPassword(password) });
  return user.save().catch((error: unknown) => {
    throw isDuplicateKey(error, 'email') ? new BadRequestError('Email in use', 'email') : error;
  });
}

/** The user with these credentials. It is null when the address or the password is wrong, and both take the same time. */
export async function authenticate({ email, password }: Credentials): Promise<UserDocument | null> {
  const user = await User.findOne({ email });
  if (!(await isPassword(password, user?.passwordHash)) || !user) return null;
  if (isOutdated(user.passwordHash)) await rehash(user, password);
  return user;
}

/** Does not use `save`: of two simultaneous sign-ins only one writes a new hash, and the other must not fail. */
async function rehash({ _id, passwordHash }: UserDocument, password: string): Promise<void> {
  await User.updateOne(
    { _id, passwordHash },
    { $set: { passwordHash: await hashPassword(password) }, $inc: { version: 1 } },
  );
}

/** A user in the form of the API and of sessions. */
export function presentUser({ _id, email }: { _id: unknown; email: string }): UserPayload {
  return { id: String(_id), email };
}
