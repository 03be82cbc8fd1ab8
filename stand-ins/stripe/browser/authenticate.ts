import type { PaymentIntent, StripeError } from '@stripe/stripe-js';
import { get, paymentOf } from './api.js';
import { authenticationDialog } from './authentication-dialog.js';
import type { Result } from './protocol.js';

export interface Account {
  origin: string;
  publishableKey: string;
}

export function retrieve({ origin, publishableKey }: Account, clientSecret: string): Promise<Result> {
  const url = `${origin}/v1/payment_intents/${paymentOf(clientSecret)}`;
  return get(url, { key: publishableKey, client_secret: clientSecret });
}

/** Lets the buyer pass 3-D Secure when the payment waits for it. */
export async function authenticate(account: Account, clientSecret: string, result: Result): Promise<Result> {
  if (result.paymentIntent?.status !== 'requires_action') return result;
  const page = new URL(`/3ds/${paymentOf(clientSecret)}`, account.origin);
  page.searchParams.set('client_secret', clientSecret);
  page.searchParams.set('via', 'frame');
  const how = await authenticationDialog(account.origin, page.href);
  if (how === 'canceled') await cancel(page);
  const after = await retrieve(account, clientSecret);
  return after.paymentIntent ? resultOf(after.paymentIntent) : after;
}

/** The buyer does not want to go on: for the bank that is a failed authentication. */
async function cancel(page: URL): Promise<void> {
  const body = new URLSearchParams([...page.searchParams, ['outcome', 'fail']]);
  await fetch(page.origin + page.pathname, { method: 'POST', body, mode: 'no-cors' }).catch(() => undefined);
}

function resultOf(paymentIntent: PaymentIntent): Result {
  const { status, last_payment_error: last } = paymentIntent;
  if (status === 'succeeded' || status === 'requires_capture' || status === 'processing')
    return { paymentIntent };
  if (status === 'requires_payment_method' && last) return { error: errorOf(last, paymentIntent) };
  return {
    error: {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message: `The PaymentIntent has a status of ${status}.`,
      payment_intent: paymentIntent,
    },
  };
}

function errorOf(last: StripeError, payment_intent: PaymentIntent): StripeError {
  if (last.code !== 'payment_intent_authentication_failure') return { ...last, payment_intent };
  const message =
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
  return { ...last, message, payment_intent };
}
