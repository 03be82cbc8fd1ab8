export const PROVIDER_ERROR_KINDS = ['away', 'refused', 'setup'] as const;
/**
 * - `away`: the provider did not do it, or did not say so. The same call may succeed later.
 * - `refused`: the provider refuses it. The same call would be refused again, unless the payment changes.
 * - `setup`: the provider refuses every call of this service, or the service uses it wrongly. Only its operator can end it.
 */
export type ProviderErrorKind = (typeof PROVIDER_ERROR_KINDS)[number];

/**
 * The provider failed. The error has no cause and no other field of the original error, because those can contain the
 * client secret of a payment, and errors are logged with everything that they have.
 */
export class ProviderError extends Error {
  constructor(
    readonly kind: ProviderErrorKind,
    /** The call that failed. */
    readonly call: string,
    /** The provider's name of the case, such as `payment_intent_unexpected_state`. */
    readonly code: string | undefined,
    /** With it the provider can find the request. */
    readonly requestId: string | undefined,
    reason: string,
  ) {
    super(`${call} at Stripe failed (${kind}): ${reason}`);
    this.name = 'ProviderError';
  }
}

/** Whether the provider refuses a call for good. */
export function isRefusal(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.kind === 'refused';
}

/** Whether the provider cannot be used at the moment. */
export function isAway(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.kind !== 'refused';
}
