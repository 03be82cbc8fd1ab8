import type Stripe from 'stripe';

/** The `error` of Stripe's error bodies. */
export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  doc_url?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
}

/** A refusal with Stripe's status and body. The request has changed nothing. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    /** The request was valid and began to run. Stripe then keeps the answer for its idempotency key. */
    readonly ran = false,
  ) {
    super(body.message);
  }
}

export function invalidRequest(message: string, more: Partial<ErrorBody> = {}, status = 400): ApiError {
  return new ApiError(status, { type: 'invalid_request_error', message, ...more });
}

/** `kind` is the resource's name in Stripe's messages, `param` the parameter that has the id. */
export function missing(kind: string, id: string, param: string): ApiError {
  return invalidRequest(`No such ${kind}: '${id}'`, { code: 'resource_missing', param }, 404);
}

export function unexpectedState(message: string, intent: Stripe.PaymentIntent): ApiError {
  const body = { code: 'payment_intent_unexpected_state', message, payment_intent: intent };
  return new ApiError(400, { type: 'invalid_request_error', ...body }, true);
}

export function cardError(message: string, code: string, param?: string): ApiError {
  return new ApiError(402, { type: 'card_error', code, message, ...(param === undefined ? {} : { param }) });
}
