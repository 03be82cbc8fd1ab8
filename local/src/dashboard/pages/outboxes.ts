import { Router } from 'express';
import type { Context } from '../context.js';
import { MOST_COUNTED, type OutboxState, readOutboxes } from '../data/outboxes.js';
import type { Answers } from '../data/databases.js';
import { awayNotices } from '../web/away.js';
import { html, type Html } from '../web/html.js';
import { live } from '../web/layout.js';
import { table } from '../web/table.js';
import { duration } from '../web/time.js';

const EVERY_MS = 2_000;
/** A relay publishes within this time, unless the bus is away. */
const SLOW_MS = 5_000;
const COLUMNS = [
  { name: 'Service' },
  { name: 'Collection' },
  { name: 'Changes that wait', isNumber: true },
  { name: 'The oldest waits for', isNumber: true },
];

export function outboxesPage({ found: states, away }: Answers<OutboxState>, now = Date.now()): Html {
  const isEmpty = away.length === 0 && states.every(({ waiting }) => waiting === 0);
  const rows = states.map(({ owner, collection, waiting, since }) => {
    const age = since === undefined ? 0 : now - since;
    return [
      owner,
      collection,
      html`<span class="${waiting === 0 ? 'good' : age > SLOW_MS ? 'bad' : 'warning'}">
        ${waiting === MOST_COUNTED ? `${MOST_COUNTED} or more` : waiting}
      </span>`,
      since === undefined ? '–' : duration(age),
    ];
  });
  return live(
    EVERY_MS,
    html`<p>
        A change and its events are one write into one document. A relay then publishes them and takes them
        out. Stop the bus, change something, and watch them wait here; nothing is lost.
      </p>
      ${awayNotices(away)}
      ${isEmpty && html`<p class="good">No change waits: all that has happened is published.</p>`}
      ${table('The outboxes of the services', COLUMNS, rows)}`,
  );
}

/** What is recorded and not published yet. */
export function outboxes({ databases, show }: Context): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    const body = outboxesPage(await readOutboxes(databases));
    show(response, { path: '/outboxes', title: 'Outboxes', body });
  });
  return router;
}
