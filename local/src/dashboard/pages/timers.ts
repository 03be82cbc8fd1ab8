import { type RequestHandler, Router } from 'express';
import type { Context } from '../context.js';
import type { TimerState } from '../data/timers.js';
import { awayNotices } from '../web/away.js';
import { html, type Html } from '../web/html.js';
import { live } from '../web/layout.js';
import { table } from '../web/table.js';
import { duration, time } from '../web/time.js';

const EVERY_MS = 2_000;
const MOST_SHOWN = 50;
const BOARD = '/timers/board';
/** The pages of bull-board style themselves by their script. They, too, load nothing from elsewhere. */
const BOARD_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'self'; frame-ancestors 'none'";

/** @param state a text says why nobody knows. */
export function timersPage(state: TimerState | string, now = Date.now()): Html {
  return html`<p>
      The worker keeps a timer in Redis for each reservation. When it fires, the worker says that the time of
      the order is over.
      <a href="${BOARD}">All of the queue, in bull-board</a>
    </p>
    ${live(EVERY_MS, typeof state === 'string' ? html`${awayNotices([state])}` : timersTable(state, now))}`;
}

function timersTable({ counts, next }: TimerState, now: number): Html {
  const rows = next.map(({ order, at }) => [
    html`<span class="mono">${order}</span>`,
    time(at),
    at <= now ? 'now' : duration(at - now),
    html`<a href="/logs?text=${encodeURIComponent(order)}">logs</a>
      <a href="/traces?text=${encodeURIComponent(order)}">traces</a>`,
  ]);
  const columns = [
    { name: 'Order' },
    { name: 'Fires at' },
    { name: 'In', isNumber: true },
    { name: 'More', isWide: true },
  ];
  return html`<p>
      ${Object.entries(counts)
        .map(([state, number]) => `${number} ${state}`)
        .join(', ')}.
    </p>
    ${rows.length === 0 ? html`<p>No timer is set. Nobody holds an unpaid ticket, or Redis was emptied: then the orders service ends what is overdue.</p>` : table(`The timers that fire next, at most ${MOST_SHOWN}`, columns, rows)}`;
}

/** The timers of the reservations. bull-board shows all of the queue, and may change nothing. */
export function timers({ timers: queue, show }: Context): Router {
  const board: RequestHandler = (request, response, next) => {
    if (!['GET', 'HEAD'].includes(request.method)) {
      response.status(403).type('text/plain').send('Timers can only be read here\n');
      return;
    }
    response.set('content-security-policy', BOARD_POLICY);
    queue.board(BOARD)(request, response, next);
  };
  const router = Router();
  router.get('/', async (_request, response) => {
    const body = timersPage(await queue.read(MOST_SHOWN).catch((error: Error) => error.message));
    show(response, { path: '/timers', title: 'Timers', body });
  });
  router.use('/board', board);
  return router;
}
