import { html, type Html } from './html.js';

/** Says which servers do not answer. The rest of the page shows what the others say. */
export function awayNotices(away: readonly string[]): Html[] {
  return away.map((each) => html`<p class="notice bad">Not shown: ${each}</p>`);
}
