import type { StoredSpan } from '../../traces/trace-store.js';
import { type PlacedSpan, spanTree } from '../data/span-tree.js';
import { html, type Html } from '../web/html.js';
import { count } from '../web/time.js';

const MOST_SPANS = 500;
/** The style sheet has so many colours and depths. */
const COLOURS = 8;
const DEEPEST = 10;
const WIDTH = 1000;
/** A bar of no length is still to be seen. */
const LEAST_WIDTH = 3;

/** The spans of a trace by time, each under the one that has caused it. */
export function waterfall(spans: readonly StoredSpan[]): Html {
  const from = Math.min(...spans.map(({ startMs }) => startMs));
  const to = Math.max(...spans.map(({ startMs, durationMs }) => startMs + durationMs));
  const services = [...new Set(spans.map(({ service }) => service))].sort();
  const placed = spanTree(spans);
  const scale = { from, length: Math.max(to - from, 0.001), services };
  const left = placed.length - MOST_SPANS;
  return html`<ul class="legend" aria-label="Services">
      ${services.map((service) => html`<li class="${colour(service, services)}">${service}</li> `)}
    </ul>
    <p>${count(spans.length, 'span')} in ${(to - from).toFixed(1)} ms.</p>
    <ol class="waterfall">
      ${placed.slice(0, MOST_SPANS).map((each) => spanItem(each, scale))}
    </ol>
    ${left > 0 && html`<p>${left} more are not shown.</p>`}`;
}

interface Scale {
  from: number;
  length: number;
  services: readonly string[];
}

function spanItem({ span, depth }: PlacedSpan, { from, length, services }: Scale): Html {
  const { spanId, name, kind, service, startMs, durationMs, status, message, attributes, links } = span;
  const x = ((startMs - from) / length) * WIDTH;
  const width = Math.max((durationMs / length) * WIDTH, LEAST_WIDTH);
  const begins = (startMs - from).toFixed(1);
  return html`<li id="span-${spanId}">
    <details id="details-${spanId}">
      <summary>
        <span class="name depth-${Math.min(depth, DEEPEST)}">
          ${name}
          <span class="faint">${service}</span> ${status === 'error' && html`<span class="bad">failed</span>`}
        </span>
        <svg
          class="${colour(service, services)}"
          viewBox="0 0 ${WIDTH} 10"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect
            x="${Math.min(x, WIDTH - LEAST_WIDTH).toFixed(1)}"
            y="1"
            width="${width.toFixed(1)}"
            height="8"
          />
        </svg>
        <span class="took">${durationMs.toFixed(1)} ms</span>
      </summary>
      <p>${kind}, begins ${begins} ms after the trace${message !== undefined && `: ${message}`}</p>
      <dl>
        ${Object.entries(attributes).map(
          ([key, value]) =>
            html`<dt>${key}</dt>
              <dd>${typeof value === 'boolean' ? String(value) : value}</dd>`,
        )}
      </dl>
      ${links.map((link) => html`<p>Linked to <a href="/traces/${encodeURIComponent(link.traceId)}#span-${encodeURIComponent(link.spanId)}">a span of trace ${link.traceId}</a></p>`)}
    </details>
  </li>`;
}

const colour = (service: string, services: readonly string[]) =>
  `service-${services.indexOf(service) % COLOURS}`;
