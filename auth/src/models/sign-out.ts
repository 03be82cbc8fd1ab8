import { Subjects } from '@ticketing/common/events';
import { type Session, SESSION_SECONDS } from '@ticketing/common/http';
import { isDuplicateKey } from '@ticketing/common/mongo';
import { type OutboxFields, outboxPlugin, record } from '@ticketing/common/outbox';
import { model, Schema, type Types } from 'mongoose';

/** A session that was signed out. Its id is that of the session. */
interface SignOutFields extends OutboxFields {
  _id: Types.ObjectId;
  /** By then the session is over anyway, and the database deletes the document. */
  forgetAt: Date;
}

const signOutSchema = new Schema<SignOutFields>({ forgetAt: { type: Date, required: true } });
signOutSchema.plugin(outboxPlugin);
signOutSchema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 });

export const SignOut = model<SignOutFields>('SignOut', signOutSchema);

/** Ends one session. A session that has been signed out before stays so. */
export async function endSession({ id, userId }: Session): Promise<void> {
  const signOut = new SignOut({ _id: id, forgetAt: new Date(Date.now() + SESSION_SECONDS * 1000) });
  record(signOut, Subjects.SessionEnded, { userId, sessionId: id });
  await signOut.save().catch((error: unknown) => {
    if (!isDuplicateKey(error, '_id')) throw error;
  });
}
