import { join } from 'node:path';
import { SITE } from '@ticketing/system';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Context } from './context.js';
import { data } from './pages/data.js';
import { deadLetters } from './pages/dead-letters.js';
import { docs } from './pages/docs.js';
import { events } from './pages/events.js';
import { lessons } from './pages/lessons.js';
import { logs } from './pages/logs.js';
import { outboxes } from './pages/outboxes.js';
import { processes } from './pages/processes.js';
import { timers } from './pages/timers.js';
import { traces } from './pages/traces.js';
import { receiveTraces } from './receive-traces.js';
import { headers, ownHostOnly, ownOriginOnly, withTokenOnly } from './web/guards.js';
import { html } from './web/html.js';
import { layout } from './web/layout.js';

const ASSETS = join(__dirname, '../../assets/dashboard');
const MOST_FORM_BYTES = '10kb';

/** The dashboard, which listens to nothing yet. */
export function dashboardApp(parts: Omit<Context, 'show'>, port: number): Express {
  const { system, token, notices } = parts;
  const site = system.processNames().includes(SITE.name) ? system.url : undefined;
  const show: Context['show'] = (response, { status = 200, ...page }) => {
    const whole = layout({ ...page, notices: notices.recent(), site });
    response.status(status).type('html').send(String(whole));
  };
  const context = { ...parts, show };

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(headers, ownHostOnly(port), ownOriginOnly(port));
  app.use('/assets', express.static(ASSETS, { index: false, redirect: false }));
  app.post('/v1/traces', ...receiveTraces(parts.traces));
  app.use(express.urlencoded({ extended: false, limit: MOST_FORM_BYTES }), withTokenOnly(token));
  app.use(processes(context));
  app.use('/logs', logs(context));
  app.use('/traces', traces(context));
  app.use('/events', events(context));
  app.use('/dead-letters', deadLetters(context));
  app.use('/timers', timers(context));
  app.use('/outboxes', outboxes(context));
  app.use('/data', data(context));
  app.use('/lessons', lessons(context));
  app.use('/docs', docs(context));
  app.use(notFound(context), broken(context));
  return app;
}

function notFound({ show }: Context): RequestHandler {
  return ({ path }, response) =>
    show(response, {
      path: '/',
      title: 'Not found',
      body: html`<p>There is no page <code>${path}</code>.</p>`,
      status: 404,
    });
}

/** A page that cannot be made says why. A database or the bus may be down, which is a lesson and no fault of the dashboard. */
function broken({ show }: Context): ErrorRequestHandler {
  return (error: unknown, { path }, response, next) => {
    if (response.headersSent) return next(error);
    const { status } = error as { status?: unknown };
    const known = typeof status === 'number' && status >= 400 && status < 500;
    show(response, {
      path: '/',
      title: 'This page cannot be shown',
      body: html`<p>
          <code>${path}</code> cannot be shown at the moment. If a database, the bus or Redis is down, this is
          to be expected: <a href="/">the processes</a> tell.
        </p>
        <pre>${error instanceof Error ? error.message : String(error)}</pre>`,
      status: known ? status : 500,
    });
  };
}
