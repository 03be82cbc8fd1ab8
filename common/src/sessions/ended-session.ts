import { model, Schema } from 'mongoose';
import type { SessionEndedEvent } from '../events/session-ended-event.js';
import { refuseTooFarAhead } from '../events/too-far-ahead.js';
import { isDuplicateKey } from '../mongo/duplicate-key.js';
import { type Session, SESSION_SECONDS } from '../http/session-token.js';

/** A day more than a session lives, because the clocks of machines differ. */
const KEPT_MS = (SESSION_SECONDS + 24 * 60 * 60) * 1000;

/** What a service has heard about ended sessions: one document for each session, and one for each account. */
interface EndedSessionFields {
  _id: string;
  /** Of an account: its sessions of lower generations have ended. */
  generation?: number;
  /** Of an account: this session of a lower generation goes on. */
  kept?: string;
  /** By then every session that the document is about is over anyway, and the database deletes it. */
  forgetAt: Date;
}

const endedSessionSchema = new Schema<EndedSessionFields>(
  { _id: String, generation: Number, kept: String, forgetAt: { type: Date, required: true } },
  { versionKey: false },
);
endedSessionSchema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 });

export const EndedSession = model<EndedSessionFields>('EndedSession', endedSessionSchema);

const idOfSession = (sessionId: string) => `session ${sessionId.toLowerCase()}`;
const idOfAccount = (userId: string) => `account ${userId.toLowerCase()}`;

/**
 * Keeps what an event says. An event that comes twice, late or after a newer one changes nothing.
 * @throws {TooFarAheadError} when no account has ended its sessions that often.
 */
export async function keepEnded(event: SessionEndedEvent['data']): Promise<void> {
  const { userId, sessionId, generation, kept } = event;
  if (generation !== undefined) {
    const known = await EndedSession.findById(idOfAccount(userId)).lean();
    refuseTooFarAhead(`the generation of the account ${userId}`, generation, known?.generation ?? 0);
  }
  const forgetAt = new Date(Date.now() + KEPT_MS);
  const kind =
    sessionId === undefined
      ? {
          filter: { _id: idOfAccount(userId), generation: { $lt: generation } },
          state: { generation, ...(kept && { kept }) },
        }
      : { filter: { _id: idOfSession(sessionId) }, state: {} };
  const state = { ...kind.state, forgetAt };
  await EndedSession.replaceOne(kind.filter, state, { upsert: true }).catch((error: unknown) => {
    // the filter does not match what is as new or newer; then the upsert is refused, because its _id exists
    if (!isDuplicateKey(error, '_id')) throw error;
  });
}

/** Whether this service has heard that a session has ended. */
export async function isKeptEnded({ id, userId, generation }: Session): Promise<boolean> {
  const found = await EndedSession.find({ _id: { $in: [idOfSession(id), idOfAccount(userId)] } }).lean();
  return found.some((ended) => ended.generation === undefined || isOver({ id, generation }, ended));
}

/** Whether a session began before `generation`, and is not the one that was kept. */
export function isOver(
  session: Pick<Session, 'id' | 'generation'>,
  { generation = 0, kept }: { generation?: number; kept?: string },
): boolean {
  return session.generation < generation && session.id !== kept;
}
