import type { PaymentIntent, StripeError } from '@stripe/stripe-js';
import type { Result } from './protocol.js';

const TRIES = 4;
const WAIT_MS = 700;

const CONNECTION_FAILED = {
  type: 'api_connection_error',
  message:
    'We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.',
} as const satisfies StripeError;

/** The id of a payment is the first part of its client secret. */
export function paymentOf(clientSecret: string): string {
  const [id = ''] = clientSecret.split('_secret_');
  return encodeURIComponent(id);
}

/**
 * Calls the API with form-encoded parameters. A request without an answer is repeated with the same idempotency key, so
 * that it has its effect once.
 */
export async function post(url: string, parameters: Record<string, string>): Promise<Result> {
  const body = new URLSearchParams(parameters);
  const headers = { 'idempotency-key': crypto.randomUUID() };
  return call(() => fetch(url, { method: 'POST', body, headers }));
}

export async function get(url: string, parameters: Record<string, string>): Promise<Result> {
  return call(() => fetch(`${url}?${new URLSearchParams(parameters).toString()}`));
}

async function call(request: () => Promise<Response>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      const response = await request();
      if (response.status !== 409) return read(await response.json());
    } catch {
      // No answer: the request may have run or not
    }
    if (tries === TRIES) return { error: CONNECTION_FAILED };
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries));
  }
}

function read(body: unknown): Result {
  const { error } = body as { error?: StripeError };
  return error ? { error } : { paymentIntent: body as PaymentIntent };
}
