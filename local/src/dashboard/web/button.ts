import { type Token, TOKEN_FIELD } from './guards.js';
import { html, type Html } from './html.js';

export interface Button {
  /** Where the form goes. */
  action: string;
  label: string;
  /** Says more than the label, for a reader who does not see what stands beside the button. */
  about?: string;
  kind?: 'danger' | 'plain';
  fields?: Readonly<Record<string, string>>;
}

/** A button that works without a script: a form of its own, with the token of the page. Nothing without a token. */
export function button(
  token: Token,
  { action, label, about, kind = 'plain', fields = {} }: Button,
): Html | undefined {
  if (token === undefined) return undefined;
  return html`<form method="post" action="${action}">
    <input type="hidden" name="${TOKEN_FIELD}" value="${token}" />
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="${kind}" id="${action}${Object.values(fields).join('-')}">
      ${label}${about !== undefined && html`<span class="hidden"> ${about}</span>`}
    </button>
  </form>`;
}
