import { RetryLaterError } from '@ticketing/common/errors';

const RETRY_AFTER_SECONDS = 3;

/** 503: more people sign in at this moment than the service can serve. Nothing has been changed. */
export class OverloadedError extends RetryLaterError {
  readonly code = 'OVERLOADED';

  constructor() {
    super(
      'Too many people sign in at this moment. Nothing has been changed. Please try again in a few seconds',
      RETRY_AFTER_SECONDS,
    );
  }
}
