import { html, type Html } from './html.js';

export const PAGES = [
  { path: '/', name: 'Processes' },
  { path: '/logs', name: 'Logs' },
  { path: '/traces', name: 'Traces' },
  { path: '/events', name: 'Events' },
  { path: '/dead-letters', name: 'Dead letters' },
  { path: '/timers', name: 'Timers' },
  { path: '/outboxes', name: 'Outboxes' },
  { path: '/data', name: 'Data' },
  { path: '/lessons', name: 'Lessons' },
  { path: '/docs', name: 'Contracts' },
] as const;

export type PagePath = (typeof PAGES)[number]['path'];

export interface Page {
  /** The page of the menu that this one belongs to. */
  path: PagePath;
  title: string;
  body: Html;
  notices: readonly string[];
  /** Where people use the system itself. Undefined when the site does not run. */
  site: string | undefined;
}

/** A whole page, with the menu. */
export function layout({ path, title, body, notices, site }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Ticketing dashboard</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/dashboard.css" />
        <script src="/assets/dashboard.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <p class="brand">Ticketing <span>dashboard</span></p>
          <nav aria-label="Pages">
            <ul>
              ${PAGES.map(
                (page) =>
                  html`<li>
                    <a href="${page.path}" ${page.path === path && html`aria-current="page"`}>${page.name}</a>
                  </li>`,
              )}
            </ul>
          </nav>
          <p class="site">
            <span class="faint">Times are UTC</span>
            ${site !== undefined && html`<a href="${site}">The site</a>`}
          </p>
        </header>
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          <div id="notices" role="status">
            ${notices.map((notice) => html`<p class="notice">${notice}</p>`)}
          </div>
          ${body}
        </main>
      </body>
    </html>`;
}

/** A part of a page that the script replaces by a newer one again and again. */
export function live(everyMs: number, content: Html): Html {
  return html`<div id="live" data-every="${everyMs}">${content}</div>`;
}
