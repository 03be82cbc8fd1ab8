import type { Response } from 'express';
import type Stripe from 'stripe';
import { html, type Html } from './html.js';
import { NO_MONEY } from './layout.js';
import { showAmount } from './find-payment.js';
import { sendPage } from './send-page.js';

export interface Problem {
  message: string;
  /** The field that is wrong. */
  field?: 'number' | 'exp' | 'cvc' | undefined;
}

/** The form for a card, for browsers without JavaScript. It sends the card to this server only. */
export function sendPayPage(
  response: Response,
  intent: Stripe.PaymentIntent,
  returnUrl: string,
  problem?: Problem,
): void {
  const input = (name: NonNullable<Problem['field']>, label: string, more: Html) =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        type="text"
        required
        ${more}
        ${problem?.field === name ? html`aria-invalid="true" aria-describedby="problem"` : undefined}
      />
    </div>`;
  const body = html`<main>
    <h1>Pay ${showAmount(intent)} by card</h1>
    <p class="test">${NO_MONEY} Use a test card, for example 4242 4242 4242 4242.</p>
    ${problem ? html`<p id="problem" class="problem" role="alert">${problem.message}</p>` : undefined}
    <form method="post" action="/pay/${intent.id}">
      <input type="hidden" name="client_secret" value="${intent.client_secret ?? ''}" />
      <input type="hidden" name="return_url" value="${returnUrl}" />
      ${input('number', 'Card number', html`inputmode="numeric" autocomplete="cc-number" maxlength="23"`)}
      <div class="pair">
        ${input('exp', 'Expiry (MM / YY)', html`inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="9"`)}
        ${input('cvc', 'Security code', html`inputmode="numeric" autocomplete="cc-csc" maxlength="4"`)}
      </div>
      <button>Pay ${showAmount(intent)}</button>
    </form>
    <p><a href="${returnUrl}">Go back without paying</a></p>
  </main>`;
  sendPage(response, problem ? 402 : 200, {
    title: `${problem ? 'Error: ' : ''}Pay by card – test payments`,
    body,
    frameAncestors: "'none'",
    leadsTo: returnUrl,
  });
}
