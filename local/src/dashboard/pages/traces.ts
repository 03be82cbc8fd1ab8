import { Router } from 'express';
import type { StoredSpan, TraceSummary } from '../../traces/trace-store.js';
import type { Context } from '../context.js';
import { html, type Html } from '../web/html.js';
import { table } from '../web/table.js';
import { time } from '../web/time.js';
import { waterfall } from './waterfall.js';

const MOST_TRACES = 100;
const TRACE_ID = /^[0-9a-f]{32}$/;
const COLUMNS = [
  { name: 'Began' },
  { name: 'What' },
  { name: 'Services', isWide: true },
  { name: 'Spans', isNumber: true },
  { name: 'Took', isNumber: true },
];

export function tracesPage(found: readonly TraceSummary[], text: string, onlyFailed = false): Html {
  return html`<form class="search" method="get" action="/traces" role="search">
      <label
        >Order, ticket, request id, or a part of a name <input type="search" name="text" value="${text}"
      /></label>
      <label class="check"
        ><input type="checkbox" name="failed" value="yes" ${onlyFailed && html`checked`} /> Only those that
        failed</label
      >
      <button class="plain">Search</button>
    </form>
    <p>
      A trace is one request with all that it has caused, through every service and the bus. The header
      <code>x-request-id</code> of an answer has its id.
    </p>
    ${
      found.length === 0
        ? html`<p>No trace is found.</p>`
        : table(
            'The newest traces first',
            COLUMNS,
            found.map((trace) => [
              time(trace.startMs),
              html`<a href="/traces/${trace.traceId}">${trace.name}</a
                >${trace.failed && html` <span class="bad">failed</span>`}`,
              trace.services.join(', '),
              trace.spans,
              milliseconds(trace.durationMs),
            ]),
          )
    }`;
}

export function tracePage(traceId: string, spans: readonly StoredSpan[]): Html {
  return html`<p class="mono">${traceId}</p>
    <p>
      <a href="/logs?text=${traceId}">Its log lines</a> · <a href="/events?text=${traceId}">Its events</a> ·
      <a href="/traces">All traces</a>
    </p>
    ${
      spans.length === 0
        ? html`<p>
            No span of this trace is kept. Spans arrive some seconds after they end; old traces are forgotten.
          </p>`
        : waterfall(spans)
    }`;
}

export const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

/** Traces as waterfalls. */
export function traces({ traces: store, show }: Context): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const { text: given, failed } = request.query;
    const onlyFailed = failed === 'yes';
    const text = typeof given === 'string' ? given.slice(0, 200).trim() : '';
    const body = tracesPage(
      store.find(text, MOST_TRACES, (trace) => trace.failed || !onlyFailed),
      text,
      onlyFailed,
    );
    show(response, { path: '/traces', title: 'Traces', body });
  });
  router.get('/:id', (request, response, next) => {
    const { id } = request.params;
    if (!TRACE_ID.test(id)) return next();
    show(response, { path: '/traces', title: 'Trace', body: tracePage(id, store.trace(id)) });
  });
  return router;
}
