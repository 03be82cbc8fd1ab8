import { html, type Html } from './html.js';

/** Every page of the stand-in says this. */
export const NO_MONEY = 'Test payments: no money moves.';

export interface PageParts {
  title: string;
  body: Html;
  /** The name of a script in the bundle. */
  script?: string;
  /** The page is inside a frame of another page. */
  framed?: boolean;
}

export function layout({ title, body, script, framed }: PageParts): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/pages.css" />
        ${script === undefined ? undefined : html`<script src="/assets/${script}.js" defer></script>`}
      </head>
      <body class="${framed ? 'framed' : 'page'}">
        ${body}
      </body>
    </html> `;
}
