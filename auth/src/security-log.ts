import { createHmac, hkdfSync } from 'node:crypto';
import { HttpError } from '@ticketing/common/errors';
import { logSecurity, type SecurityEntry } from '@ticketing/common/http';
import type { Logger } from '@ticketing/common/telemetry';
import type { Request } from 'express';
import { OverloadedError } from './hashing/overloaded-error.js';

/** Writes what happens to accounts. An e-mail address is in the log as a digest that needs a key, so nobody can guess it. */
export class SecurityLog {
  private readonly key: Buffer;

  /** @param secret a key of this service, from which its own key is made. Another secret gives other digests of the same addresses. */
  constructor(
    private readonly logger: Logger,
    secret: string,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'security log', 32));
  }

  /** @param email the address of the account, in its one form. */
  record(req: Request, { email, ...entry }: SecurityEntry & { email?: string }): void {
    logSecurity(this.logger, req, { ...entry, ...(email !== undefined && { account: this.digest(email) }) });
  }

  /** Records an attempt that `error` ended. */
  recordError(req: Request, error: unknown, entry: Pick<SecurityEntry, 'event'> & { email?: string }): void {
    this.record(req, {
      ...entry,
      outcome: outcomeOf(error),
      ...(error instanceof HttpError && { code: error.code }),
    });
  }

  private digest(email: string): string {
    return createHmac('sha256', this.key).update(email).digest().subarray(0, 12).toString('base64url');
  }
}

function outcomeOf(error: unknown): SecurityEntry['outcome'] {
  if (error instanceof OverloadedError) return 'overloaded';
  if (!(error instanceof HttpError)) return 'error';
  return error.status === 429 ? 'limited' : 'failure';
}
