import { RetryLaterError } from '@ticketing/common/errors';

const RETRY_AFTER_SECONDS = 5;

/** 503: Stripe cannot be reached in time. The payment is written, so the same request goes on with it later. */
export class ProviderAwayError extends RetryLaterError {
  readonly code = 'PROVIDER_AWAY';

  constructor() {
    super(
      'Card payments do not work at the moment. You were not charged. Please try again in a few seconds',
      RETRY_AFTER_SECONDS,
    );
  }
}
