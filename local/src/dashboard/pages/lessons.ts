import { Router } from 'express';
import { BUS_SERVER } from '@ticketing/system';
import type { Context } from '../context.js';
import { BusOutage } from '../data/bus-outage.js';
import { disturbances } from '../invariants/disturbances.js';
import { check, type Verdict } from '../invariants/check.js';
import { MOST_READ } from '../invariants/invariant.js';
import { INVARIANTS } from '../invariants/invariants.js';
import { button } from '../web/button.js';
import type { Token } from '../web/guards.js';
import { html, type Html } from '../web/html.js';
import { live } from '../web/layout.js';
import { count } from '../web/time.js';

const REDIS = 'redis';
const ORDERS = 'orders';
const OUTAGE_S = 30;
const EVERY_MS = 1_000;

export interface LessonsView {
  /** How long the bus will still be away. */
  busLeftMs: number | undefined;
  /** Whether the Redis is one that this system has started. Another one is not ours to empty. */
  isOwnRedis: boolean;
  token: Token;
}

export function lessonsPage(view: LessonsView): Html {
  return html`${view.token === undefined ? WATCHED : live(EVERY_MS, lessonsToPress(view))}
    <section>
      <h2>The invariants</h2>
      <p>
        A look reads the databases and changes nothing. It takes some seconds when something is on its way.
      </p>
      <p><a class="button" href="/lessons/invariants">What the invariants say now</a></p>
    </section>`;
}

/** The dashboard only shows: somebody else breaks the system. */
const WATCHED = html`<p>
  A program breaks this system on purpose and then judges it, so there are no buttons here. The top of each
  page says what strikes at the moment.
</p>`;

function lessonsToPress({ busLeftMs, isOwnRedis, token }: LessonsView): Html {
  return html`<p>
      Break something, and watch how the system keeps its promises. The invariants below say whether it does.
    </p>
    <div class="lessons">
      <section>
        <h2>Kill orders</h2>
        <p>
          The orders service dies in the middle of its work, as by <code>kill -9</code>. Watch it start again
          under <a href="/">Processes</a>, and find its outbox empty and every order in its place: what was
          answered was written.
        </p>
        ${button(token, { action: '/lessons/kill-orders', label: 'Kill orders', kind: 'danger' })}
      </section>
      <section>
        <h2>Stop the bus</h2>
        <p>
          No event flows for ${OUTAGE_S} seconds. Reserve a ticket meanwhile: it works, its event waits in the
          <a href="/outboxes">outbox</a>, and <a href="/events">the others hear it</a> when the bus is back.
        </p>
        ${
          busLeftMs === undefined
            ? button(token, {
                action: '/lessons/stop-bus',
                label: `Stop the bus for ${OUTAGE_S} s`,
                kind: 'danger',
              })
            : html`<p role="timer">
                <strong>The bus is back in ${Math.ceil(busLeftMs / 1000)} s.</strong>
              </p>`
        }
      </section>
      <section>
        <h2>Empty Redis</h2>
        <p>
          Every <a href="/timers">timer</a> is lost. Watch an unpaid order end in time all the same: the
          orders service looks for overdue orders itself, some seconds later than the worker would have.
        </p>
        ${
          isOwnRedis
            ? button(token, { action: '/lessons/empty-redis', label: 'Empty Redis', kind: 'danger' })
            : html`<p>
                <strong>Not here:</strong> this Redis was not started by the system, so it may hold data of
                others.
              </p>`
        }
      </section>
    </div>`;
}

export function invariantsPage(verdicts: readonly Verdict[]): Html {
  const marks = { kept: '✓', broken: '✗', 'not yet': '…', unknown: '?' } as const;
  const looks = { kept: 'good', broken: 'bad', 'not yet': 'warning', unknown: 'warning' } as const;
  return html`<p>
      Of each kind of document at most the newest ${MOST_READ} were read. What seemed broken was looked at
      again.
      <a href="/lessons">Back to the lessons</a>
    </p>
    <ul class="cards">
      ${verdicts.map(
        ({ name, promise, state, looked, broken, reason }) =>
          html`<li>
            <h2><span class="${looks[state]}">${marks[state]} ${state}</span> ${name}</h2>
            <p>${promise} ${state !== 'unknown' && `Looked at ${looked}.`}</p>
            ${state === 'unknown' && html`<p>It is not known, because: ${reason}</p>`}
            ${
              state === 'not yet' &&
              html`<p>
                It must be kept again some seconds after the last disturbance is over. What disturbs the
                system: ${reason}.
              </p>`
            }
            ${
              broken.length > 0 &&
              html`<p>${count(broken.length, 'finding')}:</p>
                <pre>${broken.slice(0, 20).join('\n')}</pre>`
            }
          </li>`,
      )}
    </ul>
    <p><a class="button" href="/lessons/invariants">Look again</a></p>`;
}

/** Buttons that break something, and whether the system keeps its promises. */
export function lessons({ system, token, notices, timers, databases, show }: Context): Router {
  const outage = new BusOutage(system, notices, OUTAGE_S * 1000);
  system.whenStopping(() => outage.close());
  const has = (name: string) => system.processNames().includes(name);
  const isOwnRedis = () => has(REDIS) && system.process(REDIS).state !== 'elsewhere';
  const look = { databases, disturbances: () => disturbances(system, notices) };
  const router = Router();

  router.get('/', (_request, response) => {
    const body = lessonsPage({ busLeftMs: outage.leftMs(), isOwnRedis: isOwnRedis(), token });
    show(response, { path: '/lessons', title: 'Lessons', body });
  });
  router.get('/invariants', async (_request, response) => {
    const body = invariantsPage(await check(INVARIANTS, look));
    show(response, { path: '/lessons', title: 'What the invariants say now', body });
  });
  router.post('/kill-orders', (_request, response, next) => {
    if (!has(ORDERS)) return next();
    notices.add('orders was killed. The supervisor starts it again');
    system.process(ORDERS).kill();
    response.redirect(303, '/lessons');
  });
  router.post('/stop-bus', (_request, response, next) => {
    if (!has(BUS_SERVER)) return next();
    outage.begin();
    response.redirect(303, '/lessons');
  });
  router.post('/empty-redis', async (_request, response) => {
    if (isOwnRedis()) {
      await timers.empty();
      notices.add('Redis is empty');
    } else {
      notices.add('This Redis was not started by the system, so it is not emptied');
    }
    response.redirect(303, '/lessons');
  });
  return router;
}
