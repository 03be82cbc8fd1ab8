import { BadRequestError, NotAuthorizedError } from '@ticketing/common/errors';
import { Subjects } from '@ticketing/common/events';
import type { Session, UserPayload } from '@ticketing/common/http';
import { isDuplicateKey, retryOnConflict } from '@ticketing/common/mongo';
import { type OutboxFields, outboxPlugin, record } from '@ticketing/common/outbox';
import { isOver } from '@ticketing/common/sessions';
import { type HydratedDocument, type Model, model, Schema } from 'mongoose';
import type { Caller } from '../caller.js';
import { hashPassword, isOutdated, isPassword } from '../passwords.js';

export interface UserFields extends OutboxFields {
  /** In the form of `readAddress`, or in an older one. A deleted account has a text that is no address. */
  email: string;
  passwordHash: string;
  /** How often all sessions were ended. A session that began under a lower number is over. */
  generation: number;
  /** A session that goes on all the same, because it asked for the latest end of all others. */
  kept?: string;
  /** The account is deleted. Its document stays, so that its events are published and its id stays taken. */
  deletedAt?: Date;
}

export interface UserMethods {
  /** Replaces the password, and ends all sessions but the one of the id `kept`. */
  changePassword(passwordHash: string, kept: string): void;
  /** Ends all sessions but the one of the id `kept`. */
  endOtherSessions(kept: string): void;
  /**
   * Deletes the account: nothing is left of the address and the password, and all sessions end.
   * @returns false when it was deleted before; then nothing changed.
   */
  close(): boolean;
}

export interface Credentials {
  /** The address in its one form. */
  email: string;
  /** The form in which an older account may have the same address. */
  olderEmail?: string;
  password: string;
}

export type UserDocument = HydratedDocument<UserFields, UserMethods>;
type UserModel = Model<UserFields, object, UserMethods>;

/** No password has this hash. */
const NO_HASH = '-';

const userSchema = new Schema<UserFields, UserModel, UserMethods>(
  {
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
    generation: { type: Number, default: 0 },
    kept: String,
    deletedAt: Date,
  },
  {
    methods: {
      changePassword(passwordHash, kept) {
        this.passwordHash = passwordHash;
        end(this, kept);
      },
      endOtherSessions(kept) {
        end(this, kept);
      },
      close() {
        if (this.deletedAt) return false;
        this.set({ email: `deleted ${String(this._id)}`, passwordHash: NO_HASH, deletedAt: new Date() });
        end(this);
        record(this, Subjects.AccountDeleted, {});
        return true;
      },
    },
  },
);
userSchema.plugin(outboxPlugin);

// when several sign-ups race for an address, this index lets only one be written
userSchema.index({ email: 1 }, { unique: true });

/** Ends all sessions of an account, but `kept`. */
function end(user: UserDocument, kept?: string): void {
  user.set({ generation: user.generation + 1, kept });
  const { _id, generation } = user;
  record(user, Subjects.SessionEnded, { userId: String(_id), generation, ...(kept && { kept }) });
}

export const User = model<UserFields, UserModel>('User', userSchema);

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

/**
 * Changes the account of a session, and saves it. When somebody else has saved it in between, `change` decides again.
 * @returns what `change` returns.
 * @throws {NotAuthorizedError} when the session has ended in the meantime.
 */
export function changeOwnAccount<R>(
  session: Session,
  change: (user: UserDocument) => R | Promise<R>,
): Promise<R> {
  return retryOnConflict(async () => {
    const user = await User.findById(session.userId);
    if (!user || isOver(session, user)) throw new NotAuthorizedError();
    const result = await change(user);
    if (user.isModified()) await user.save();
    return result;
  });
}

/** A user in the form of the API and of sessions. */
export function presentUser({ _id, email }: { _id: unknown; email: string }): UserPayload {
  return { id: String(_id), email };
}
