import type { Request, Response } from 'express';
import type Stripe from 'stripe';
import { isSecretOf } from '../api/publishable.js';
import type { Context } from '../http/context.js';
import type { IntentRecord } from '../model/records.js';
import { html } from './html.js';
import { NO_MONEY } from './layout.js';
import { sendPage } from './send-page.js';

/** The text of a field of a form or of the address. */
export function field(request: Request, name: string): string {
  const { [name]: value } = { ...request.query, ...(request.body as object | undefined) } as Record<
    string,
    unknown
  >;
  return typeof value === 'string' ? value : '';
}

/** Finds the payment of a page, whose address has the client secret. Otherwise it answers with a page and returns undefined. */
export function findPayment(
  { store }: Context,
  request: Request,
  response: Response,
): IntentRecord | undefined {
  const record = store.get('intents', String(request.params.id));
  if (record && isSecretOf(record.intent, field(request, 'client_secret'))) return record;
  explain(
    response,
    404,
    'This payment is not there',
    'The address of this page is incomplete. Go back and begin to pay again.',
  );
  return undefined;
}

export function explain(
  response: Response,
  status: number,
  title: string,
  text: string,
  back?: string,
): void {
  const link = back === undefined ? undefined : html`<p><a href="${back}">Go on</a></p>`;
  const body = html`<main>
    <h1>${title}</h1>
    <p>${text}</p>
    ${link}
    <p class="test">${NO_MONEY}</p>
  </main>`;
  sendPage(response, status, { title, body, frameAncestors: '*' });
}

export function showAmount({ amount }: Stripe.PaymentIntent): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount / 100);
}
