import type { Request, Response } from 'express';
import type Stripe from 'stripe';
import { confirmIntent } from '../api/payment-intents.js';
import { isWebAddress } from '../api/return-url.js';
import type { ErrorBody } from '../errors.js';
import type { Context } from '../http/context.js';
import { run } from '../http/run.js';
import { withQuery } from '../with-query.js';
import { backTo } from './back-to.js';
import { explain, field, findPayment } from './find-payment.js';
import { sendPayPage, type Problem } from './pay-page.js';

const FORM_FIELDS: Record<string, Problem['field']> = {
  number: 'number',
  exp_month: 'exp',
  exp_year: 'exp',
  cvc: 'cvc',
};

/** GET /pay/:id */
export function showPay(context: Context, request: Request, response: Response): void {
  const intent = findPayment(context, request, response)?.intent;
  const returnUrl = intent && readReturn(request, response);
  if (!intent || returnUrl === undefined) return;
  if (hasEnded(intent)) return response.redirect(303, backTo(returnUrl, intent));
  sendPayPage(response, intent, returnUrl, lastProblem(intent));
}

/** POST /pay/:id */
export async function pay(context: Context, request: Request, response: Response): Promise<void> {
  const intent = findPayment(context, request, response)?.intent;
  const returnUrl = intent && readReturn(request, response);
  if (!intent || returnUrl === undefined) return;
  const client_secret = intent.client_secret ?? '';
  const answer = run(context, {
    handler: confirmIntent,
    ids: [intent.id],
    form: {
      client_secret,
      return_url: returnUrl,
      payment_method_data: { type: 'card', card: readCard(request) },
    },
    caller: 'publishable',
    request: { id: null, idempotency_key: null },
  });
  await context.store.synced();
  const now = context.store.get('intents', intent.id)?.intent ?? intent;
  if (now.status === 'requires_action')
    return response.redirect(
      303,
      withQuery(`${context.settings.url}/3ds/${intent.id}`, { client_secret, via: 'pay' }),
    );
  if (hasEnded(now)) return response.redirect(303, backTo(returnUrl, now));
  const { error } = answer.body as { error?: ErrorBody };
  const message = error?.message ?? 'The payment was not made. Try again.';
  sendPayPage(response, now, returnUrl, { message, field: FORM_FIELDS[error?.param ?? ''] });
}

/** Stripe's message about a failed authentication is for developers. */
function lastProblem({ last_payment_error: last }: Stripe.PaymentIntent): Problem | undefined {
  if (!last?.message) return undefined;
  if (last.code !== 'payment_intent_authentication_failure') return { message: last.message };
  return {
    message: 'The bank did not confirm that it is you. Nothing was charged. Try again, or use another card.',
  };
}

function readReturn(request: Request, response: Response): string | undefined {
  const returnUrl = field(request, 'return_url');
  if (isWebAddress(returnUrl)) return returnUrl;
  explain(
    response,
    400,
    'This page has no way back',
    'The return_url must be an address with http or https.',
  );
  return undefined;
}

function readCard(request: Request): Record<string, string> {
  const [month = '', year = ''] = splitExpiry(field(request, 'exp'));
  return {
    number: field(request, 'number'),
    exp_month: month || '0',
    exp_year: year || '0',
    cvc: field(request, 'cvc').trim(),
  };
}

/** Reads `12/34`, `12 / 2034`, `1234` and the like. */
function splitExpiry(text: string): string[] {
  const parts = text.split(/[^0-9]+/).filter((part) => part !== '');
  const [all = ''] = parts;
  return parts.length === 1 ? [all.slice(0, 2), all.slice(2)] : parts;
}

function hasEnded({ status }: Stripe.PaymentIntent): boolean {
  return ['requires_capture', 'succeeded', 'processing', 'canceled'].includes(status);
}
