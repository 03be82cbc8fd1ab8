import Stripe from 'stripe';
import { ProviderError, type ProviderErrorKind } from '../provider/provider-error.js';

/** Turns an error of the package `stripe` into one that may be logged. Any other error is a bug and stays as it is. */
export function asProviderError(call: string, error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { code, requestId, message } = error;
  return new ProviderError(kindOf(error), call, code, requestId, message);
}

// https://docs.stripe.com/api/errors
function kindOf(error: Stripe.errors.StripeError): ProviderErrorKind {
  const { errors } = Stripe;
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError) {
    return 'setup';
  }
  // the same key came with other parameters; with status 409 an equal request is still in work
  if (error instanceof errors.StripeIdempotencyError) return error.statusCode === 409 ? 'away' : 'setup';
  if (error.statusCode === undefined || error.statusCode >= 500) return 'away';
  return error.statusCode === 429 || error.statusCode === 409 ? 'away' : 'refused';
}
