import type { Response } from 'express';
import { html } from './html.js';
import { NO_MONEY } from './layout.js';
import { sendPage } from './send-page.js';

/** The card fields, which the page script shows in a frame. A script of this page fills in the errors and sends the card. */
export function sendCardPage(response: Response): void {
  const field = (name: string, label: string, autocomplete: string, placeholder: string) =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        type="text"
        inputmode="numeric"
        autocomplete="${autocomplete}"
        placeholder="${placeholder}"
        aria-describedby="${name}-error"
        aria-required="true"
      />
      <p class="error" id="${name}-error" aria-live="polite"></p>
    </div>`;
  const body = html`<main>
    <form id="card" novalidate aria-label="Card">
      ${field('number', 'Card number', 'cc-number', '1234 1234 1234 1234')}
      <div class="pair">
        ${field('exp', 'Expiration date', 'cc-exp', 'MM / YY')}
        ${field('cvc', 'Security code', 'cc-csc', 'CVC')}
      </div>
    </form>
    <p class="test">${NO_MONEY}</p>
  </main>`;
  sendPage(response, 200, { title: 'Card', body, script: 'card-frame', framed: true, frameAncestors: '*' });
}
