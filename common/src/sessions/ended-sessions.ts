import { LRUCache } from 'lru-cache';
import { SessionsUnknownError } from '../errors/http-errors.js';
import type { EndedCheck } from '../http/session.js';
import type { Session } from '../http/session-token.js';
import { isKeptEnded } from './ended-session.js';

/**
 * An ended session is refused everywhere within a minute. The bus may be away for this long before nobody is let in any
 * more: it takes up to 20 s to notice that a broker is frozen, and a cached answer is up to 5 s old.
 */
export const MOST_AWAY_MS = 35_000;
const CACHED_MS = 5_000;
/** An entry has about 200 bytes. */
const MOST_CACHED = 20_000;

/**
 * Knows which sessions have ended, as far as the bus has told this service. Each session costs one read of the service's own
 * database in 5 s, and no call of auth.
 */
export class EndedSessions implements EndedCheck {
  private readonly cache = new LRUCache<string, boolean, Session>({
    max: MOST_CACHED,
    ttl: CACHED_MS,
    fetchMethod: (_id, _before, { context }) => isKeptEnded(context),
  });

  /** @param bus the connection by which the service hears which sessions have ended. */
  constructor(private readonly bus: { readonly awayMs: number }) {}

  /** @throws {SessionsUnknownError} when the bus has been away for so long that sessions may have ended unheard. */
  async isEnded(session: Session): Promise<boolean> {
    if (this.bus.awayMs > MOST_AWAY_MS) throw new SessionsUnknownError();
    return (await this.cache.fetch(session.id, { context: session })) === true;
  }
}
