import { Router } from 'express';
import type { Context } from '../context.js';
import { type LogRecord, LEVELS, logRecord } from '../data/log-record.js';
import { type LogSearch, passes, readLogSearch } from '../data/log-search.js';
import { eventStream } from '../web/event-stream.js';
import { html, type Html } from '../web/html.js';
import { count, time } from '../web/time.js';

const MOST_LINES = 300;

export function logsPage(
  records: readonly LogRecord[],
  search: LogSearch,
  processNames: readonly string[],
): Html {
  const query = new URLSearchParams({ ...search }).toString();
  return html`<form class="search" method="get" action="/logs" role="search">
      <label>Text, order or request id <input type="search" name="text" value="${search.text}" /></label>
      <label>Process ${choice('process', search.process, processNames, 'all')}</label>
      <label>Level, at least ${choice('level', search.level, LEVELS, 'any')}</label>
      <button class="plain">Search</button>
    </form>
    <p>
      ${records.length === 0 ? 'No line is found.' : `The newest ${count(records.length, 'line')}, the newest at the end.`}
      The newest 5000 lines of all processes are kept here; the folder <code>logs</code> of the data directory
      has all.
    </p>
    <div
      class="log"
      id="log"
      tabindex="0"
      role="log"
      aria-label="Log lines"
      aria-live="off"
      data-tail="/logs/tail?${query}"
    >
      ${records.map(logLine)}
    </div>`;
}

function choice(name: string, chosen: string, values: readonly string[], none: string): Html {
  return html`<select name="${name}">
    <option value="">${none}</option>
    ${values.map((value) => html`<option ${value === chosen && html`selected`}>${value}</option>`)}
  </select>`;
}

export function logLine({ at, process, level, message, traceId, fields }: LogRecord): Html {
  return html`<div class="line ${level}">
    <span class="when">${time(at)}</span> <span class="who">${process}</span>
    <span class="level">${level}</span>
    <span class="what">${message}</span>
    ${traceId !== undefined && html`<a href="/traces/${traceId}">trace</a>`}
    ${
      fields !== '' &&
      html`<details>
        <summary>fields</summary>
        <pre>${fields}</pre>
      </details>`
    }
  </div>`;
}

/** The lines of all processes: search, and those that come. */
export function logs({ system, show }: Context): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const search = readLogSearch(request.query);
    const records = system.lines.newest(passes(search), MOST_LINES).reverse().map(logRecord);
    show(response, { path: '/logs', title: 'Logs', body: logsPage(records, search, system.processNames()) });
  });
  router.get('/tail', (request, response) => {
    const isWanted = passes(readLogSearch(request.query));
    eventStream(request, response, (send) =>
      system.lines.listen((line) => {
        if (isWanted(line)) send(String(logLine(logRecord(line))));
      }),
    );
  });
  return router;
}
