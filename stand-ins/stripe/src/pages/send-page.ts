import type { Response } from 'express';
import { layout, type PageParts } from './layout.js';

export interface PageSecurity {
  /** Pages of these origins may show this page in a frame. `*` is fine here: no real card is typed in. */
  frameAncestors: "'none'" | '*';
  /** A form of this page may lead to these origins too, after a redirect. */
  leadsTo?: string | undefined;
}

/** Sends a page that runs no script but the stand-in's own, and that no cache and no Referer header remembers. */
export function sendPage(
  response: Response,
  status: number,
  { frameAncestors, leadsTo, ...page }: PageParts & PageSecurity,
): void {
  const formAction = leadsTo === undefined ? "'self'" : `'self' ${new URL(leadsTo).origin}`;
  response.set({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      `form-action ${formAction}`,
      "base-uri 'none'",
      `frame-ancestors ${frameAncestors}`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.status(status).type('html').send(layout(page).text);
}
