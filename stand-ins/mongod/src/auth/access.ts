import { CommandError } from '../errors.js';
import { log } from '../log.js';
import type { Connection } from '../wire/connection.js';
import { ADMIN, type Role } from './roles.js';
import { type Mechanism, ScramConversation, ScramError } from './scram.js';
import type { User, Users } from './users.js';

interface Session {
  conversation?: { scram: ScramConversation; db: string; skipEmptyExchange: boolean; proved: boolean };
  signedInAs?: User;
}

export interface Step {
  done: boolean;
  payload: string;
}

/** The rights of somebody who is on this machine while there is no user: to make the first one. */
const FIRST_USER_RIGHTS: readonly Role[] = [{ role: 'userAdmin', db: ADMIN }];

/** Knows who has signed in on which connection. */
export class Access {
  private readonly sessions = new WeakMap<Connection, Session>();

  constructor(
    readonly users: Users,
    /** Whether clients must sign in. */
    readonly required: boolean,
  ) {}

  /** The user of a connection, with the roles of now. A user who was dropped is signed in no longer. */
  userOf(connection: Connection): User | undefined {
    const known = this.sessions.get(connection)?.signedInAs;
    const now = known && this.users.get(known.user, known.db);
    return now?.userId.toString('hex') === known?.userId.toString('hex') ? now : undefined;
  }

  /** MongoDB's localhost exception: while there is no user, a client on this machine may make the first one. */
  mayMakeFirstUser({ isLocal }: Connection): boolean {
    return this.required && isLocal && !this.users.exist;
  }

  rolesOf(connection: Connection): readonly Role[] {
    return this.userOf(connection)?.roles ?? (this.mayMakeFirstUser(connection) ? FIRST_USER_RIGHTS : []);
  }

  /** Takes the first message of an authentication. A new one ends one that is under way. */
  start(
    connection: Connection,
    mechanism: Mechanism,
    db: string,
    payload: string,
    skipEmptyExchange: boolean,
  ): Step {
    const scram = new ScramConversation(
      mechanism,
      (user) => this.users.get(user, db)?.credentials[mechanism],
    );
    const session = this.sessionOf(connection);
    session.conversation = { scram, db, skipEmptyExchange, proved: false };
    return { done: false, payload: this.step(session, () => scram.first(payload)) };
  }

  /** Takes a later message of an authentication. */
  proceed(connection: Connection, payload: string): Step {
    const session = this.sessionOf(connection);
    const { conversation } = session;
    if (!conversation) throw new CommandError(17, 'No SASL session state found');
    if (!conversation.proved) {
      const answer = this.step(session, () => conversation.scram.final(payload));
      conversation.proved = true;
      if (!conversation.skipEmptyExchange) return { done: false, payload: answer };
      this.finish(session);
      return { done: true, payload: answer };
    }
    this.finish(session);
    return { done: true, payload: '' };
  }

  signOut(connection: Connection): void {
    this.sessions.delete(connection);
  }

  private finish(session: Session): void {
    const { scram, db } = session.conversation as NonNullable<Session['conversation']>;
    delete session.conversation;
    const user = this.users.get(scram.user, db);
    if (!user) throw authenticationFailed();
    const before = session.signedInAs;
    if (before && before._id !== user._id)
      throw new CommandError(17, 'Each client connection may only be authenticated once');
    session.signedInAs = user;
  }

  /** The client learns only that it failed. The log tells why. */
  private step(session: Session, run: () => string): string {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof ScramError)) throw error;
      const { scram, db } = session.conversation as NonNullable<Session['conversation']>;
      delete session.conversation;
      log('I', 'ACCESS', 'Authentication failed', {
        mechanism: scram.mechanism,
        principalName: scram.user,
        authenticationDatabase: db,
        error: error.message,
      });
      throw authenticationFailed();
    }
  }

  private sessionOf(connection: Connection): Session {
    const known = this.sessions.get(connection) ?? {};
    this.sessions.set(connection, known);
    return known;
  }
}

const authenticationFailed = () => new CommandError(18, 'Authentication failed.');
