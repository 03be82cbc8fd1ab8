import type { ErrorItem } from './http-error.js';
import { HttpError } from './http-error.js';

/** 400: the request is well formed, but the current state does not allow it. */
export class BadRequestError extends HttpError {
  readonly status = 400;
  readonly code = 'BAD_REQUEST';

  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }

  override serialize(): ErrorItem[] {
    return [this.field ? { message: this.message, field: this.field } : { message: this.message }];
  }
}

/** 400: fields of the request are missing or wrong. There is one item for each field. */
export class RequestValidationError extends HttpError {
  readonly status = 400;
  readonly code = 'INVALID_REQUEST';

  constructor(readonly items: ErrorItem[]) {
    super('Invalid request');
  }

  override serialize(): ErrorItem[] {
    return this.items;
  }
}

/** 401: nobody is signed in, or the caller is not allowed to do this. */
export class NotAuthorizedError extends HttpError {
  readonly status = 401;
  readonly code = 'NOT_AUTHORIZED';

  constructor() {
    super('Not authorized');
  }
}

/** 403: the page that sent the request belongs to another site. Nothing has been done. */
export class ForeignOriginError extends HttpError {
  readonly status = 403;
  readonly code = 'FOREIGN_ORIGIN';

  constructor() {
    super('This request came from a page of another site, so nothing was done');
  }
}

/** 404: nothing has this id, or the id is malformed. */
export class NotFoundError extends HttpError {
  readonly status = 404;
  readonly code = 'NOT_FOUND';

  constructor() {
    super('Not found');
  }
}

/** 409: the thing is not as the caller has seen it. */
export class ConflictError extends HttpError {
  readonly status = 409;
  readonly code = 'CONFLICT';

  /** @param details the present state, by name. */
  constructor(
    message: string,
    override readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

/** 412: what the caller wants to change is not what the caller has seen. */
export class PreconditionFailedError extends HttpError {
  readonly status = 412;
  readonly code = 'PRECONDITION_FAILED';

  /**
   * @param details the present state, by name.
   * @param headers the `etag` of the present state.
   */
  constructor(
    message: string,
    override readonly details: Readonly<Record<string, unknown>>,
    override readonly headers: Readonly<{ etag: string }>,
  ) {
    super(message);
  }
}

/** 413: the body is larger than the service accepts. */
export class PayloadTooLargeError extends HttpError {
  readonly status = 413;
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(limit: string) {
    super(`The request body must not be larger than ${limit}`);
  }
}

/** 415: the body is not declared as JSON in UTF-8. */
export class UnsupportedMediaTypeError extends HttpError {
  readonly status = 415;
  readonly code = 'UNSUPPORTED_MEDIA_TYPE';

  constructor() {
    super('Send the body as application/json in UTF-8');
  }
}

/** 422: a request with the same `Idempotency-Key` was carried out, and it asked for something else. */
export class IdempotencyKeyReusedError extends HttpError {
  readonly status = 422;
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  /** @param details what the earlier request made, by name. */
  constructor(
    message: string,
    override readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

/** 400: the session would be in a cookie that the browser of the caller does not take. Nothing has been done. */
export class InsecureConnectionError extends HttpError {
  readonly status = 400;
  readonly code = 'INSECURE_CONNECTION';
  override readonly forOperator = true;

  constructor() {
    super(
      'Nobody can sign in over http here, because cookies are sent by https only. Open the site by https. ' +
        'If this system runs on one machine without https, start it with COOKIE_SECURE=false',
    );
  }
}

/** 429: there were too many attempts. The answer says when the next attempt is allowed. */
export class TooManyRequestsError extends HttpError {
  readonly status = 429;
  readonly code = 'TOO_MANY_REQUESTS';
  override readonly headers: Readonly<Record<string, string>>;

  /** @param retryAfterSeconds the seconds until the next attempt is allowed; they are rounded up to whole seconds. */
  constructor(retryAfterSeconds: number) {
    const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
    super(`Too many attempts. Try again in ${inWords(seconds)}`);
    this.headers = { 'retry-after': String(seconds) };
  }
}

/** 503: the service cannot do now what it is asked for. The answer says when to try again. */
export abstract class RetryLaterError extends HttpError {
  readonly status = 503;
  override readonly headers: Readonly<Record<string, string>>;

  /** @param retryAfterSeconds whole seconds. */
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.headers = { 'retry-after': String(retryAfterSeconds) };
  }
}

const RETRY_AFTER_SECONDS = 5;

/** 503: the service cannot reach its database now. The same request may succeed in a few seconds. */
export class ServiceUnavailableError extends RetryLaterError {
  readonly code = 'SERVICE_UNAVAILABLE';

  /** @param mayHaveChanged whether the request could have changed something before it failed. */
  constructor(mayHaveChanged: boolean) {
    super(
      mayHaveChanged
        ? 'Not available right now. Your change may have been made all the same: please look, then try again'
        : 'Not available right now, please try again',
      RETRY_AFTER_SECONDS,
    );
  }
}

/** 503: more requests come than the service can answer. Nothing has been done for this one. */
export class ServiceOverloadedError extends RetryLaterError {
  readonly code = 'SERVICE_OVERLOADED';

  constructor() {
    super(
      'Very many people are here right now, so nothing has been done. Please try again in a few seconds',
      RETRY_AFTER_SECONDS,
    );
  }

  /** With its code: the site has words of its own for it. */
  override serialize(): ErrorItem[] {
    return [{ message: this.message, code: this.code }];
  }
}

/** 503: the service cannot tell who is signed in, because it has not heard for too long which sessions have ended. */
export class SessionsUnknownError extends RetryLaterError {
  readonly code = 'SESSIONS_UNKNOWN';

  constructor() {
    super(
      'We cannot check at the moment whether you are still signed in. Nothing has been done. You need not sign in again: ' +
        'please try again in a minute',
      RETRY_AFTER_SECONDS,
    );
  }
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A time in whole seconds, minutes or hours, rounded up: `15 minutes`. */
function inWords(seconds: number): string {
  if (seconds < MINUTE) return words(seconds, 'second');
  const minutes = Math.ceil(seconds / MINUTE);
  return minutes < 60 ? words(minutes, 'minute') : words(Math.ceil(seconds / HOUR), 'hour');
}

function words(count: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

export { HttpError, type ErrorItem } from './http-error.js';
