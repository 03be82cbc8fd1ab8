import type { Request } from 'express';
import type { Logger } from '../telemetry/logger.js';

/** The events of the security log. `docs/security.md` describes them. */
export type SecurityEvent =
  | 'sign-in'
  | 'sign-up'
  | 'sign-out'
  | 'sign-out-everywhere'
  | 'password-change'
  | 'account-deletion'
  | 'refusal';

export interface SecurityEntry {
  event: SecurityEvent;
  outcome: 'success' | 'failure' | 'limited' | 'overloaded' | 'error' | 'refused';
  /** The id of the user, where one is known. Without it, the id is that of the session. */
  userId?: string;
  /** A keyed digest of the e-mail address that somebody typed. The address itself is in no log. */
  account?: string;
  /** The code of the error that the caller got. */
  code?: string;
}

/** Longer texts cannot be an address. */
const MAX_ADDRESS = 64;

/**
 * Writes one line of the security log: who, from where, what, and the outcome. The logger adds the time, the service and the
 * id of the request (`traceId`). The line has fixed fields only, so no password, cookie or token can be in it. An error
 * that the same request throws later writes no second line.
 */
export function logSecurity(logger: Logger, req: Request, { event, outcome, ...who }: SecurityEntry): void {
  if (req.res) req.res.locals.securityLogged = true;
  const { userId = req.currentUser?.id, account, code } = who;
  const line = {
    event: `security.${event}`,
    outcome,
    ...(userId !== undefined && { userId }),
    ...(account !== undefined && { account }),
    ...(code !== undefined && { code }),
    address: (req.ip ?? '').slice(0, MAX_ADDRESS),
    method: req.method,
    path: req.path,
  };
  logger[outcome === 'success' ? 'info' : 'warn'](line, 'security');
}

/** The statuses of refusals that belong into the security log: foreign things, other origins, too many attempts. */
const REFUSALS = new Set([401, 403, 429]);

/** Writes the refusal of a request, unless the route has written a line about it. */
export function logRefusal(logger: Logger, req: Request, error: { status: number; code: string }): void {
  if (!REFUSALS.has(error.status) || req.res?.locals.securityLogged === true) return;
  logSecurity(logger, req, {
    event: 'refusal',
    outcome: error.status === 429 ? 'limited' : 'refused',
    code: error.code,
  });
}
