import type { EndedCheck, Session } from '@ticketing/common/http';
import { isOver } from '@ticketing/common/sessions';
import { SignOut } from './models/sign-out.js';
import { User } from './models/user.js';

/** Knows which sessions have ended from the accounts themselves, so auth refuses an ended session at once. */
export const ownSessions: EndedCheck = {
  async isEnded(session: Session): Promise<boolean> {
    const [user, signOut] = await Promise.all([
      User.findById(session.userId).select('generation kept').lean(),
      SignOut.exists({ _id: session.id }),
    ]);
    return !user || signOut !== null || isOver(session, user);
  },
};
